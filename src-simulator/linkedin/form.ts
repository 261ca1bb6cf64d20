import type { SimRequest } from '../core/route.ts';

/** The fields of a form; none when something else came. */
export function formOf({ body }: SimRequest): URLSearchParams {
  const form = new URLSearchParams();
  if (body.tag === 'form') for (const [name, value] of body.fields) form.append(name, value);
  return form;
}
