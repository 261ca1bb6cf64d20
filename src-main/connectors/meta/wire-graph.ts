import * as v from 'valibot';

/** Ids are texts of many digits; a number would have lost some of them, but a short one is no reason to drop an item. */
export const wireId = v.pipe(
  v.union([v.pipe(v.string(), v.minLength(1)), v.pipe(v.number(), v.safeInteger())]),
  v.transform(String),
);

/** A count, given as a number or as a text of digits. */
export const wireCount = v.pipe(
  v.union([v.number(), v.pipe(v.string(), v.regex(/^\d+$/), v.transform(Number))]),
  v.number(),
  v.minValue(0),
);

/** A moment as the Graph writes it (`2026-09-01T10:00:00+0000`, or seconds since 1970): epoch ms. */
export const wireTime = v.pipe(
  v.union([v.string(), v.number()]),
  v.transform((value) => {
    if (typeof value === 'number') return value * 1_000;
    if (/^\d{9,11}$/.test(value)) return Number(value) * 1_000;
    return Date.parse(value.replace(/([+-]\d{2})(\d{2})$/, '$1:$2'));
  }),
  v.number(),
  v.finite(),
);

/** What may be missing, or of another shape than promised: then it is not known. */
export const maybe = <T>(schema: v.GenericSchema<unknown, T>) =>
  v.fallback(v.nullable(v.optional(schema, null) as v.GenericSchema<unknown, T | null>), null);

/** The error envelope (facebook-pages §7). */
export const wireErrorSchema = v.object({
  error: v.object({
    message: v.fallback(v.string(), ''),
    type: v.fallback(v.string(), ''),
    code: v.pipe(
      v.union([v.number(), v.pipe(v.string(), v.regex(/^-?\d+$/), v.transform(Number))]),
      v.number(),
    ),
    error_subcode: v.fallback(v.nullable(v.number()), null),
    is_transient: v.fallback(v.boolean(), false),
    error_user_title: v.fallback(v.string(), ''),
    error_user_msg: v.fallback(v.string(), ''),
    error_data: v.fallback(v.unknown(), null),
  }),
});
export type GraphSaid = v.InferOutput<typeof wireErrorSchema>['error'];

export const wireListSchema = v.object({
  data: v.array(v.unknown()),
  paging: v.fallback(
    v.nullable(
      v.object({
        cursors: v.fallback(v.nullable(v.object({ after: v.fallback(v.string(), '') })), null),
        /** Holds the access: read for its presence and never kept. */
        next: v.fallback(v.nullable(v.string()), null),
      }),
    ),
    null,
  ),
  summary: v.fallback(v.nullable(v.object({ total_count: v.fallback(v.nullable(wireCount), null) })), null),
});
export type WireList = v.InferOutput<typeof wireListSchema>;

/** Where a list goes on; null: nowhere. Its end is the absence of `next`, never a short page (facebook-pages §6). */
export const afterOf = ({ paging }: Pick<WireList, 'paging'>): string | null => {
  if (!paging || paging.next === null) return null;
  const named = paging.cursors?.after ?? '';
  if (named !== '') return named;
  return URL.canParse(paging.next) ? new URL(paging.next).searchParams.get('after') : null;
};

/** `{"success": true}`, and whatever else comes with it. */
export const wireSuccessSchema = v.looseObject({
  success: v.fallback(v.boolean(), true),
});
