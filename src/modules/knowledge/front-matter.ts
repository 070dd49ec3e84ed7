import { parse } from 'yaml';
import { z } from 'zod';
import { Unusable } from './readers/unusable.js';

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

const FENCED = /^---[ \t]*\n([\s\S]*?)(?:^|\n)---[ \t]*(?:\n|$)/;

/**
 * Takes the YAML block off a text's start, unchecked.
 * @throws {Unusable} where it is no YAML
 */
export function readFrontMatter(source: string): { described: Readonly<Record<string, unknown>>; body: string } {
  const fenced = FENCED.exec(source);
  if (fenced === null) return { described: {}, body: source };
  return { described: readDescription(fenced[1] ?? ''), body: source.slice(fenced[0].length) };
}

/**
 * Reads what a text in YAML says about a document, unchecked.
 * @throws {Unusable}
 */
export function readDescription(yaml: string): Readonly<Record<string, unknown>> {
  try {
    const described: unknown = parse(yaml) ?? {};
    if (typeof described === 'object' && !Array.isArray(described)) return described as Record<string, unknown>;
  } catch (error) {
    throw new Unusable('front_matter', error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error));
  }
  throw new Unusable('front_matter', 'it is no list of names and values');
}

/**
 * Checks what a document says about itself. Where that is wrong, the whole document is unusable rather than only its
 * description: what could not be read may have been the day it expires.
 * @throws {Unusable}
 */
export function checkDescription(described: Readonly<Record<string, unknown>>): FrontMatter {
  const result = schema.safeParse(described);
  if (!result.success) throw new Unusable('front_matter', issuesOf(result.error));
  return result.data;
}

/** What is wrong with a description, and where. */
export function issuesOf(error: z.ZodError): string {
  return error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ');
}

function isRealDay(day: string): boolean {
  const time = Date.parse(`${day}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(day);
}
