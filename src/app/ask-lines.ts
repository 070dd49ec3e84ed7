/**
 * Questions in as JSON lines, answers out as JSON lines, in the same order and one at a time: memory stays the same however
 * many there are, and a slow reader slows the asking down.
 */
import { z } from 'zod';
import type { OfflineAnswer, OfflineDesk } from './offline.js';

const LANGUAGES = ['ru', 'kk', 'en'] as const;

const schema = z.object({
  id: z.union([z.string(), z.number()]),
  question: z.string(),
  lang: z
    .unknown()
    .optional()
    .transform((lang) => (lang === 'kz' ? 'kk' : lang))
    .transform((lang) => LANGUAGES.find((known) => known === lang)),
});

export interface AskedLines {
  readonly lines: AsyncIterable<string>;
  readonly desk: Pick<OfflineDesk, 'ask'>;
  /** Takes a line; resolves when it takes the next one. */
  readonly write: (line: string) => Promise<void>;
  /** Told of each line that is no question. */
  readonly complain: (message: string) => void;
}

/**
 * Answers all questions; empty lines are left out. A line that is no question is complained of and, where it has an id,
 * answered with a refusal that has an `error`. Resolves to the number of such lines.
 */
export async function askLines({ lines, desk, write, complain }: AskedLines): Promise<number> {
  let number = 0;
  let bad = 0;
  for await (const line of lines) {
    number += 1;
    if (line.trim() === '') continue;
    const parsed = parse(line);
    if ('question' in parsed) {
      await write(JSON.stringify({ id: parsed.id, ...shown(await desk.ask(parsed.question, parsed.lang)) }));
      continue;
    }
    bad += 1;
    complain(`line ${number}: ${parsed.error}`);
    if (parsed.id === undefined) continue;
    const nothing = { outcome: 'refused', confidence: 0, answer: null, sources: [] };
    await write(JSON.stringify({ id: parsed.id, ...nothing, error: parsed.error }));
  }
  return bad;
}

function shown({ outcome, confidence, said, faq, sources }: OfflineAnswer): object {
  return {
    outcome,
    confidence: rounded(isAnswer(outcome) ? confidence : Math.max(confidence, faq?.confidence ?? 0)),
    answer: said,
    ...(faq !== undefined && { faq: faq.entry.id }),
    sources: sources.map(({ document, section, page }) => ({ document, section, ...(page !== undefined && { page }) })),
  };
}

/** Where nothing answers, the best guess of the frequent questions is what is known best. */
function isAnswer(outcome: OfflineAnswer['outcome']): boolean {
  return outcome === 'answered' || outcome === 'auto_resolved';
}

function parse(line: string): z.output<typeof schema> | { readonly id?: unknown; readonly error: string } {
  let content: unknown;
  try {
    content = JSON.parse(line.replace(/^\uFEFF/, ''));
  } catch {
    return { error: 'it is not JSON' };
  }
  const result = schema.safeParse(content);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const id = z.object({ id: schema.shape.id }).safeParse(content);
  const error = `${issue?.path.join('.') ?? ''} ${issue?.message ?? 'is wrong'}`.trim();
  return id.success ? { id: id.data.id, error } : { error };
}

const DIGITS = 4;

function rounded(confidence: number): number {
  return Number(confidence.toFixed(DIGITS));
}
