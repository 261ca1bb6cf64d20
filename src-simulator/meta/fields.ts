import { failure, type GraphFailure } from './failure.ts';

/** One entry of a field list: `comments.since(5).limit(2).as(last){id,from}`. */
export interface Selection {
  readonly name: string;
  readonly as: string;
  readonly args: ReadonlyMap<string, string>;
  readonly inner: readonly Selection[] | undefined;
}

/** Reads a field list with its nested expansion. Every bracket must be closed. */
export function parseFields(text: string): readonly Selection[] | GraphFailure {
  let at = 0;
  let broken = false;

  function list(): readonly Selection[] {
    const found: Selection[] = [];
    while (at < text.length && text[at] !== '}') {
      if (text[at] === ',' || text[at] === ' ') {
        at += 1;
        continue;
      }
      found.push(one());
      if (broken) break;
    }
    return found;
  }

  function one(): Selection {
    const name = word();
    const args = new Map<string, string>();
    let inner: readonly Selection[] | undefined;
    if (name === '') broken = true;
    while (!broken && (text[at] === '.' || text[at] === '{')) {
      if (text[at] === '{') {
        at += 1;
        inner = list();
        if (text[at] !== '}') broken = true;
        at += 1;
        continue;
      }
      if (text[at] === '.') at += 1;
      const modifier = word();
      if (text[at] !== '(') {
        broken = true;
        break;
      }
      const end = text.indexOf(')', at);
      if (end < 0) {
        broken = true;
        break;
      }
      args.set(modifier, text.slice(at + 1, end));
      at = end + 1;
    }
    return { name, as: args.get('as') ?? name, args, inner };
  }

  function word(): string {
    const found = /^\w*/.exec(text.slice(at))?.[0] ?? '';
    at += found.length;
    return found;
  }

  const all = list();
  if (broken || at < text.length)
    return failure(
      2500,
      `Syntax error "Expected end of string instead of "${text[at] ?? ''}"." at character ${at}: ${text}`,
    );
  return all;
}
