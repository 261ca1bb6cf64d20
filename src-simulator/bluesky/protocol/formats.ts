/** The string formats of the AT Protocol that requests are checked against. */
export const isDid = (text: string): boolean =>
  text.length <= 2048 && /^did:[a-z]+:[a-zA-Z0-9._:%-]*[a-zA-Z0-9._-]$/.test(text);

export const isHandle = (text: string): boolean =>
  text.length <= 253 &&
  /^([a-zA-Z0-9]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?\.)+[a-zA-Z]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?$/.test(text);

export const isAtIdentifier = (text: string): boolean => isDid(text) || isHandle(text);

export const isNsid = (text: string): boolean =>
  text.length <= 317 &&
  /^[a-zA-Z]([a-zA-Z0-9-]{0,62})?(\.[a-zA-Z0-9]([a-zA-Z0-9-]{0,62})?)+(\.[a-zA-Z]([a-zA-Z0-9]{0,62})?)$/.test(
    text,
  );

export const isRecordKey = (text: string): boolean =>
  text !== '.' && text !== '..' && /^[a-zA-Z0-9_~.:-]{1,512}$/.test(text);

/** RFC 3339 with seconds and a zone; `-00:00` and impossible dates are refused. */
export const isDatetime = (text: string): boolean =>
  text.length <= 64 &&
  /^[0-9]{4}-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-6][0-9]:[0-6][0-9](\.[0-9]{1,20})?(Z|[+-][0-2][0-9]:[0-5][0-9])$/.test(
    text,
  ) &&
  !text.endsWith('-00:00') &&
  !Number.isNaN(Date.parse(text));

export const isLanguage = (text: string): boolean => /^(i|[a-z]{2,3})(-[a-zA-Z0-9]{1,8})*$/.test(text);

export const isUri = (text: string): boolean =>
  text.length <= 8192 && /^\w[\w.+-]*:(?:\/\/)?[^\s/][^\s]*$/.test(text);

export const isAtUri = (text: string): boolean =>
  text.length <= 8192 &&
  /^at:\/\/[a-zA-Z0-9._:%-]+(\/[a-zA-Z0-9-.]+(\/[a-zA-Z0-9_~.:-]+)?)?$/.test(text) &&
  isAtIdentifier(text.slice(5).split('/')[0] ?? '');
