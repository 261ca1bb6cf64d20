import * as v from 'valibot';

/**
 * What a step keeps of a medium or of a container: `id` of the container, `film` decides how often it is asked for,
 * `url` is where the file lies at the person's own media host.
 */
const schema = v.object({
  id: v.nullable(v.string()),
  film: v.boolean(),
  url: v.nullable(v.string()),
});
export type ContainerHandle = v.InferOutput<typeof schema>;

export const writeHandle = (handle: ContainerHandle): string => JSON.stringify(handle);

export function readHandle(text: string | undefined): ContainerHandle {
  try {
    const parsed = v.safeParse(schema, JSON.parse(text ?? ''));
    if (parsed.success) return parsed.output;
  } catch {
    // Not one of ours: it names nothing.
  }
  return { id: null, film: false, url: null };
}
