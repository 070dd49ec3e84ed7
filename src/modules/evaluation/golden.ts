/** A golden set: questions as customers ask them, each with what a right answer is. */
import { z } from 'zod';
import type { Language } from '../../platform/text/index.js';

export interface GoldenQuestion {
  readonly id: string;
  readonly lang: Language;
  readonly question: string;
  /** `answer` from the documents, `refuse` (a human is welcome too), or `handoff` to a human at once. */
  readonly expect: 'answer' | 'refuse' | 'handoff';
  /** Documents any of which is a right source; none where the source does not matter. */
  readonly document: readonly string[];
  /** Facts that a right answer tells, each in any of some spellings. */
  readonly contains: readonly (readonly string[])[];
  /** The entry of the FAQ that is what was asked. */
  readonly faq?: string | undefined;
  /** What the report groups by. */
  readonly topic: string;
}

const text = z.string().trim().min(1);
const oneOrMore = z.union([text.transform((one) => [one]), z.array(text).min(1)]);

const schema = z.strictObject({
  id: text,
  lang: z.preprocess((lang) => (lang === 'kz' ? 'kk' : lang), z.enum(['ru', 'kk', 'en'])),
  question: text,
  expect: z.enum(['answer', 'refuse', 'handoff']),
  document: oneOrMore.default([]),
  contains: z.array(oneOrMore).default([]),
  faq: text.optional(),
  topic: text.default('other'),
});

/**
 * Reads a golden set: JSON lines, empty ones left out.
 * @throws Error naming the first line that is wrong.
 */
export function readGolden(lines: string): GoldenQuestion[] {
  const questions = lines.split('\n').flatMap((line, index) => (line.trim() === '' ? [] : [readLine(line, index + 1)]));
  if (questions.length === 0) throw new Error('The golden set has no questions.');
  const seen = new Set<string>();
  for (const { id } of questions) {
    if (seen.has(id)) throw new Error(`The golden set has two questions with the id ${id}.`);
    seen.add(id);
  }
  return questions;
}

function readLine(line: string, number: number): GoldenQuestion {
  let content: unknown;
  try {
    content = JSON.parse(line);
  } catch {
    throw new Error(`Line ${number} of the golden set is not JSON.`);
  }
  const result = schema.safeParse(content);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  throw new Error(`Line ${number} of the golden set: ${issue?.path.join('.') ?? ''} ${issue?.message ?? 'is wrong'}`);
}
