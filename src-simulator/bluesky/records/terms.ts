import { isCid } from '../protocol/cid.ts';
import {
  isAtIdentifier,
  isAtUri,
  isDatetime,
  isDid,
  isHandle,
  isLanguage,
  isNsid,
  isRecordKey,
  isUri,
} from '../protocol/formats.ts';
import { list, shape, text, union, type Check } from './check.ts';

/** The formats and small structures that records and requests share. */
export const did: Check = text({ format: ['DID', isDid] });
export const handle: Check = text({ format: ['handle', isHandle] });
export const atIdentifier: Check = text({ format: ['AT identifier', isAtIdentifier] });
export const nsid: Check = text({ format: ['NSID', isNsid] });
export const recordKey: Check = text({ format: ['record key', isRecordKey] });
export const atUri: Check = text({ format: ['at-uri', isAtUri] });
export const uri: Check = text({ format: ['uri', isUri] });
export const datetime: Check = text({ format: ['datetime', isDatetime] });
export const language: Check = text({ format: ['language', isLanguage] });
export const cid: Check = text({ format: ['CID string', isCid] });
export const strongRef: Check = shape({ uri: atUri, cid });

/** Content warnings that an author puts on a post or profile. sheet: 2 Publish, Limit */
export const selfLabels: Check = union({
  'com.atproto.label.defs#selfLabels': shape({ values: list(shape({ val: text({ maxBytes: 128 }) }), 10) }),
});
