import { parse } from 'yaml';
import { z } from 'zod';

/** A day, `YYYY-MM-DD`. */
export const DAY = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/, 'is not a day written YYYY-MM-DD')
  .refine(isRealDay, 'is no day');

const schema = z.object({
  title: z.coerce.string().trim().min(1).optional(),
  lang: z.enum(['ru', 'kk', 'en']).optional(),
  tags: z
    .union([z.array(z.coerce.string()), z.string().transform((list) => list.split(','))])
    .transform((tags) => tags.map((tag) => tag.trim()).filter((tag) => tag !== ''))
    .default([]),
  valid_from: DAY.nullish(),
  valid_until: DAY.nullish(),
});

/** What a document says about itself. Other keys are allowed and left alone. */
export type FrontMatter = z.infer<typeof schema>;

type FrontMatterResult =
  | { readonly ok: true; readonly meta: FrontMatter; readonly body: string }
  | { readonly ok: false; readonly detail: string };

const FENCED = /^---[ \t]*\n([\s\S]*?)(?:^|\n)---[ \t]*(?:\n|$)/;

/**
 * Reads the YAML block at a text's start. A wrong one makes the whole document unusable rather than only its
 * description: what could not be read may have been the day it expires.
 */
export function readFrontMatter(source: string): FrontMatterResult {
  const fenced = FENCED.exec(source);
  if (fenced === null) return { ok: true, meta: { tags: [] }, body: source };
  try {
    const result = schema.safeParse(parse(fenced[1] ?? '') ?? {});
    if (!result.success) return { ok: false, detail: issuesOf(result.error) };
    return { ok: true, meta: result.data, body: source.slice(fenced[0].length) };
  } catch (error) {
    return {
      ok: false,
      detail: error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error),
    };
  }
}

/** What is wrong with a description, and where. */
export function issuesOf(error: z.ZodError): string {
  return error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ');
}

function isRealDay(day: string): boolean {
  const time = Date.parse(`${day}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(day);
}
