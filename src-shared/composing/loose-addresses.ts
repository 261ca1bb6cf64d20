import { isTopLevelDomain, otherScriptDomain } from './top-level-domains.ts';
import { LONGEST_LABEL, punycodeLength } from './punycode-length.ts';

/** Where an address stands in a text, as indexes into it. */
export interface Address {
  readonly start: number;
  readonly end: number;
}

/**
 * The addresses of a text as `twitter-text` recognises them: with a scheme, or a bare `example.com/path` whose ending is
 * a known top-level domain. Walked label by label instead of by one expression, which takes quadratic time on `a.b.c…`.
 */
export function addressesIn(text: string): readonly Address[] {
  if (!text.includes('.')) return [];
  const found: Address[] = [];
  // Up to where the text is taken by what was found. A sign must stand between that and the next address.
  let taken = 0;
  for (const run of text.matchAll(runs)) {
    if (!run[0].includes('.') || run.index + run[0].length <= taken) continue;
    taken = readRun({ text, start: run.index, end: run.index + run[0].length, taken }, (address) => {
      found.push(address);
    });
  }
  return found;
}

/** What no domain contains: punctuation, spaces and marks of direction. */
const outside =
  "!'#%&()*+,\\\\/:;<=>?@[\\]^{|}~$\\x09-\\x0D\\x20\\x85\\xA0\\u1680\\u180E\\u2000-\\u200A\\u2028\\u2029\\u202F\\u205F" +
  '\\u3000\\uFFFE\\uFEFF\\uFFFF\\u202A-\\u202E\\u061C\\u200E\\u200F\\u2066-\\u2069';
/** Stretches of label signs, dots, hyphens and underscores: a domain lies in one of them. */
const runs = new RegExp(`[^${outside}]+`, 'gu');
/** What a label begins and ends with. */
const labelSign = new RegExp(`[^${outside}.\\-_]`, 'u');

/** Latin letters with their accents, also those that stand apart. */
const accented =
  '\\xC0-\\xD6\\xD8-\\xF6\\xF8-\\xFF\\u0100-\\u024F\\u0253\\u0254\\u0256\\u0257\\u0259\\u025B\\u0263\\u0268\\u026F\\u0272\\u0289' +
  '\\u028B\\u02BB\\u0300-\\u036F\\u1E00-\\u1EFF';

/** A sign before which no address may begin. */
const blocksBefore = /[A-Za-z0-9@＠$#＃\uFFFE\uFEFF\uFFFF]/u;
/** A sign before which none without a scheme may begin. */
const blocksBare = /[-_./]/u;
const scheme = /https?:\/\/$/iu;
const LONGEST = 4_096;
const LONGEST_SHORT_LINK = 40;

interface Run {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly taken: number;
}

/** Finds the addresses that begin in one run, and answers up to where the text is taken now. */
function readRun(run: Run, found: (address: Address) => void): number {
  const { text } = run;
  let { taken } = run;
  const domainFrom = domainsOf(text, run.start, run.end);
  if (!domainFrom) return taken;
  const mayBegin = (index: number): boolean =>
    index === 0 || (index > taken && !blocksBefore.test(text.charAt(index - 1)));
  const opening = scheme.exec(text.slice(Math.max(0, run.start - 8), run.start))?.[0].length ?? 0;
  const labelled = (index: number): number | null =>
    labelSign.test(text.charAt(index)) ? domainFrom(index) : null;
  if (opening > 0 && mayBegin(run.start - opening)) {
    const domainEnd = labelled(run.start);
    if (domainEnd !== null) {
      const start = run.start - opening;
      const end = withSchemeEnd(text, start, domainEnd);
      if (end !== null) found({ start, end });
      taken = queryEnd(text, pathEnd(text, portEnd(text, domainEnd)) ?? portEnd(text, domainEnd));
    }
  }
  for (let index = run.start; index < run.end; index += 1) {
    if (index === 0 && !blocksBefore.test(text.charAt(0)) && labelled(1) !== null) continue;
    if (!mayBegin(index)) continue;
    const domainEnd = labelled(index);
    if (domainEnd === null) continue;
    const path = pathEnd(text, portEnd(text, domainEnd));
    const end = queryEnd(text, path ?? portEnd(text, domainEnd));
    const bare = blocksBare.test(text.charAt(index - 1));
    if (!bare && isSound(text, index, domainEnd, end))
      for (const address of bareAddresses(text, index, domainEnd, path === null ? null : end)) found(address);
    taken = end;
    index = Math.max(index, end - 1);
  }
  return taken;
}

interface Label {
  readonly start: number;
  readonly end: number;
  /** The end of the longest domain in which the next label is not the last; null: there is none. */
  readonly further: number | null;
  /** The end of the domain that the next label ends; a label with an underscore cannot stand before it. */
  readonly next: number | null;
}

/**
 * Reads a run's labels once, from the last to the first, and answers where the longest domain that begins exactly at
 * an index ends (asked in rising order). Undefined when the run holds no top-level domain.
 */
function domainsOf(text: string, start: number, end: number): ((index: number) => number | null) | undefined {
  const labels: Label[] = [];
  const from = (label: Label, index: number): number | null =>
    label.further ?? (text.slice(index, label.end).includes('_') ? null : label.next);
  let further: number | null = null;
  let next: number | null = null;
  let any = false;
  let stop = end;
  for (;;) {
    const begin = Math.max(start, stop === 0 ? 0 : text.lastIndexOf('.', stop - 1) + 1);
    const opens = begin < stop && labelSign.test(text.charAt(begin));
    const closes = begin < stop && labelSign.test(text.charAt(stop - 1));
    const label: Label = closes
      ? { start: begin, end: stop, further, next }
      : { start: begin, end: stop, further: null, next: null };
    labels.push(label);
    if (begin === start) break;
    further = opens ? from(label, begin) : null;
    next = topLevelEnd(text, begin, end);
    any ||= next !== null;
    stop = begin - 1;
  }
  if (!any) return undefined;
  labels.reverse();
  let reached = 0;
  return (index) => {
    while (reached + 1 < labels.length && (labels[reached + 1]?.start ?? Infinity) <= index) reached += 1;
    const label = labels[reached];
    return label && index < label.end ? from(label, index) : null;
  };
}

const latinName = /[0-9a-z-]*/iuy;
const goesOn = /[0-9a-zA-Z@+-]/u;

/** Where a top-level domain that begins at `label` ends; null: none begins there. */
function topLevelEnd(text: string, label: number, end: number): number | null {
  latinName.lastIndex = label;
  const name = latinName.exec(text)?.[0].toLowerCase() ?? '';
  const nameEnd = label + name.length;
  if (name.startsWith('xn--') && name.length > 4) return nameEnd;
  if (name !== '') return isTopLevelDomain(name) && !goesOn.test(text.charAt(nameEnd)) ? nameEnd : null;
  const other = otherScriptDomain(text.slice(label, end));
  const otherEnd = label + other.length;
  return other !== '' && !goesOn.test(text.charAt(otherEnd)) ? otherEnd : null;
}

/** Whether a domain's labels are short enough for the name system, and the whole for the network. */
function isSound(text: string, start: number, domainEnd: number, end: number): boolean {
  if (end - start > LONGEST - 'https://'.length) return false;
  return text
    .slice(start, domainEnd)
    .split('.')
    .every((label) => punycodeLength(label) <= LONGEST_LABEL);
}

const shortLink = /^https?:\/\/t\.co\/([a-z0-9]+)(?:\?[a-z0-9!?*'@();:&=+$/%#[\]\-_.,~|]*[a-z0-9\-_&=#/])?/iu;

/** The end of an address with a scheme; null when it is none after all. */
function withSchemeEnd(text: string, start: number, domainEnd: number): number | null {
  const afterPort = portEnd(text, domainEnd);
  const path = pathEnd(text, afterPort) ?? afterPort;
  const end = queryEnd(text, path);
  const schemeEnd = text.indexOf('//', start) + 2;
  if (!isSound(text, schemeEnd, domainEnd, end)) return null;
  const short = shortLink.exec(text.slice(start, end));
  if (!short) return end;
  return (short[1]?.length ?? 0) > LONGEST_SHORT_LINK ? null : start + short[0].length;
}

const latinDomainLabels = new RegExp(`[-a-z0-9${accented}]`, 'iu');

/** A bare domain that follows other letters is cut out of them; only the last one takes the path (up to `whole`) with it. */
function bareAddresses(
  text: string,
  start: number,
  domainEnd: number,
  whole: number | null,
): readonly Address[] {
  const found: Address[] = [];
  let at = start;
  while (at < domainEnd) {
    let labels = at;
    while (labels < domainEnd && !latinDomainLabels.test(text.charAt(labels))) labels += 1;
    const end = latinDomain(text, labels, domainEnd);
    if (end === null) {
      at = labels;
      while (at < domainEnd && latinDomainLabels.test(text.charAt(at))) at += 1;
      at += 1;
    } else {
      found.push({ start: labels, end });
      at = end;
    }
  }
  const last = found.at(-1);
  if (!last) return [];
  return [...found.slice(0, -1), { start: last.start, end: whole ?? last.end }];
}

/** The longest domain of Latin labels that begins at `start`. */
function latinDomain(text: string, start: number, end: number): number | null {
  let best: number | null = null;
  let label = start;
  for (;;) {
    let stop = label;
    while (stop < end && latinDomainLabels.test(text.charAt(stop))) stop += 1;
    if (stop === label || text.charAt(stop) !== '.' || stop >= end) return best;
    label = stop + 1;
    const top = topLevelEnd(text.slice(0, end), label, end);
    if (top !== null) best = top;
  }
}

const port = /:[0-9]+/uy;
function portEnd(text: string, at: number): number {
  port.lastIndex = at;
  return port.test(text) ? port.lastIndex : at;
}

const pathSign = new RegExp(`[a-z\\u0400-\\u04FF0-9!*';:=+,.$/%#[\\]\\-\\u2013_~@|&${accented}]`, 'iu');
const pathEnding = new RegExp(`[+\\-a-z\\u0400-\\u04FF0-9=_#/${accented}]`, 'iu');

/** The end of a path that begins at `at`; null: none does. Brackets belong to it in pairs, one level nested. */
function pathEnd(text: string, at: number): number | null {
  if (text.charAt(at) !== '/') return null;
  let end = at + 1;
  let index = end;
  while (index < text.length) {
    const sign = text.charAt(index);
    if (sign === '(') {
      const closed = bracketsEnd(text, index, 0);
      if (closed === null) break;
      index = closed;
      end = closed;
      continue;
    }
    if (!pathSign.test(sign)) break;
    index += 1;
    if (pathEnding.test(sign)) end = index;
  }
  return end;
}

function bracketsEnd(text: string, at: number, depth: number): number | null {
  let index = at + 1;
  let nested = false;
  while (index < text.length) {
    const sign = text.charAt(index);
    if (sign === ')') return index > at + 1 ? index + 1 : null;
    if (sign === '(') {
      if (nested || depth > 0) return null;
      const inner = bracketsEnd(text, index, depth + 1);
      if (inner === null) return null;
      nested = true;
      index = inner;
      continue;
    }
    if (!pathSign.test(sign)) return null;
    index += 1;
  }
  return null;
}

const query = /\?[a-z0-9!?*'@();:&=+$/%#[\]\-_.,~|]*/iuy;
const queryEnding = /[a-z0-9\-_&=#/]/iu;
function queryEnd(text: string, at: number): number {
  query.lastIndex = at;
  const found = query.exec(text)?.[0];
  if (found === undefined) return at;
  for (let length = found.length; length > 1; length -= 1)
    if (queryEnding.test(found.charAt(length - 1))) return at + length;
  return at;
}
