import { z } from 'zod';
import type { FaqEntry } from './entry.js';

const schema = z.object({
  question: z.string().trim().min(1).max(4_000),
  lang: z.preprocess((lang) => (lang === 'kz' ? 'kk' : lang), z.enum(['ru', 'kk', 'en']).optional()),
  faq: z.string().min(1).nullish().transform((faq) => faq ?? null),
});

/** A question with the entry that answers it, null where none does. */
export type LabelledQuestion = z.output<typeof schema>;

/**
 * Reads labelled questions, one JSON object `{question, lang?, faq}` a line; other properties are passed over.
 * @throws Error that names the first line which is none, or an entry that there is not.
 */
export function readLabelled(source: string, entries: readonly FaqEntry[]): LabelledQuestion[] {
  const ids = new Set(entries.map(({ id }) => id));
  return source.split(/\r?\n/).flatMap((line, at) => {
    if (line.trim() === '') return [];
    const result = schema.safeParse(parsed(line));
    if (!result.success) throw new Error(`Line ${at + 1} is not a labelled question: {"question": …, "lang": …, "faq": id or null}.`);
    const { faq } = result.data;
    if (faq !== null && !ids.has(faq)) throw new Error(`Line ${at + 1} names the entry ${faq}, which is in no file of the FAQ.`);
    return [result.data];
  });
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
