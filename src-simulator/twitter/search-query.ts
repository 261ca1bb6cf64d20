import type { PostRow } from './rows.ts';
import type { World } from './world.ts';

/**
 * Turns a search query into a test of posts; undefined for what it cannot read (x §3). Words side by side must all fit;
 * `OR` between them, in brackets or not, asks for one.
 */
export function readQuery(query: string, world: World): ((row: PostRow) => boolean) | undefined {
  const parts = query.match(/-?\w+:[^\s()]+|"[^"]+"|\(|\)|[^\s()]+/g) ?? [];
  let at = 0;
  const all = (): Test | undefined => {
    const alternatives: Test[] = [];
    let tests: Test[] = [];
    while (at < parts.length && parts[at] !== ')') {
      const part = parts[at++] ?? '';
      if (part === 'OR') {
        if (tests.length === 0) return undefined;
        alternatives.push(both(tests));
        tests = [];
        continue;
      }
      const test = part === '(' ? group() : wordTest(part, world);
      if (!test) return undefined;
      tests.push(test);
    }
    if (tests.length === 0) return undefined;
    const choices = [...alternatives, both(tests)];
    return (row) => choices.some((test) => test(row));
  };
  const group = (): Test | undefined => {
    const test = all();
    return parts[at++] === ')' ? test : undefined;
  };
  const test = all();
  return at === parts.length ? test : undefined;
}

type Test = (row: PostRow) => boolean;
const both =
  (tests: readonly Test[]): Test =>
  (row) =>
    tests.every((test) => test(row));

function wordTest(part: string, world: World): Test | undefined {
  const negated = part.startsWith('-');
  const test = testOf(negated ? part.slice(1) : part, world);
  return test && negated ? (row) => !test(row) : test;
}

function testOf(word: string, world: World): ((row: PostRow) => boolean) | undefined {
  const operator = /^(\w+):(.+)$/.exec(word);
  const value = operator?.[2] ?? '';
  switch (operator?.[1]) {
    case undefined: {
      const wanted = word.replaceAll('"', '').toLowerCase();
      return (row) => row.text.toLowerCase().includes(wanted);
    }
    case 'conversation_id':
      return (row) => row.conversationId === value;
    case 'from':
      return (row) => world.accounts.get(row.accountId)?.username.toLowerCase() === value.toLowerCase();
    case 'to': {
      const target = world.accountNamed(value)?.id;
      return (row) => world.posts.get(row.inReplyToId ?? '')?.accountId === target;
    }
    case 'lang':
      return (row) => row.language === value;
    case 'min_likes':
      return (row) => world.relatedTo('like', row.id).length >= Number(value);
    case 'is':
      return value === 'reply'
        ? (row) => row.inReplyToId !== null
        : value === 'retweet'
          ? (row) => row.repostOf !== null
          : value === 'quote'
            ? (row) => row.quotedId !== null
            : undefined;
    default:
      return undefined;
  }
}
