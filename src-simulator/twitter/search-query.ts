import type { PostRow } from './rows.ts';
import type { World } from './world.ts';

/** Turns a search query into a test of posts; undefined for an operator that it does not know (x §3). */
export function readQuery(query: string, world: World): ((row: PostRow) => boolean) | undefined {
  const tests: ((row: PostRow) => boolean)[] = [];
  for (const part of query.match(/-?(?:\w+:\S+|"[^"]+"|\S+)/g) ?? []) {
    const negated = part.startsWith('-');
    const word = negated ? part.slice(1) : part;
    const test = testOf(word, world);
    if (!test) return undefined;
    tests.push(negated ? (row) => !test(row) : test);
  }
  return tests.length === 0 ? undefined : (row) => tests.every((test) => test(row));
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
