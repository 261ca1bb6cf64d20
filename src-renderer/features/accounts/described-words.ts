import {
  longestName,
  longestText,
  mostImages,
  type DescribedField,
  type DescribedProblem,
} from '../../../src-shared/domain/described.ts';
import type { Text } from '../../text/create-text.ts';

/** A field of a description, as its form calls it. */
export const fieldWords = ({ t }: Pick<Text, 't'>, field: DescribedField): string =>
  t(`accounts.described.field.${field}`);

/** What is wrong in a file, in a sentence: the form's own name of the field, and what it takes. */
export function describedProblemWords(text: Text, problem: DescribedProblem): string {
  const { t, number } = text;
  switch (problem.tag) {
    case 'empty':
    case 'too-large':
    case 'not-json':
    case 'not-ours':
      return t(`accounts.described.${problem.tag}`);
    case 'newer':
      return t('accounts.described.newer', { version: number(problem.version) });
    case 'unknown':
      return t('accounts.described.unknown', { name: problem.name.slice(0, 60) });
    case 'missing':
      return t('accounts.described.missing', { field: fieldWords(text, problem.field) });
    case 'wrong':
      return t(`accounts.described.wrong.${problem.field}`, {
        name: number(longestName),
        text: number(longestText),
        images: number(mostImages),
      });
  }
}
