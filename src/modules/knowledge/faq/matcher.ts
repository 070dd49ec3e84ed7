import { setImmediate as breathe } from 'node:timers/promises';
import { holdsOn } from '../passage.js';
import type { Query } from '../query.js';
import { termsOf } from '../terms.js';
import type { FaqEntry, FaqMatch } from './entry.js';

/** Finds the entry of the FAQ that a question asks for. Built once per snapshot, then only read. */
export class FaqMatcher {
  readonly #entries: readonly FaqEntry[];

  private constructor(entries: readonly FaqEntry[]) {
    this.#entries = entries;
  }

  /** Learns from the entries' own questions. */
  static async build(entries: readonly FaqEntry[]): Promise<FaqMatcher> {
    await breathe();
    return new FaqMatcher(entries);
  }

  get size(): number {
    return this.#entries.length;
  }

  /** The best entry of those that hold on a day, in the question's language where that is known. */
  match(query: Query, day: string): FaqMatch | undefined {
    const matches = this.#entries
      .filter((entry) => holdsOn(entry, day) && (query.lang === undefined || entry.lang === query.lang))
      .map((entry) => ({ entry, confidence: likeness(query.text, entry) }));
    return matches.reduce<FaqMatch | undefined>(
      (best, match) => (best === undefined || match.confidence > best.confidence ? match : best),
      undefined,
    );
  }
}

function likeness(question: string, { questions, lang }: FaqEntry): number {
  const asked = termsOf(question, lang);
  return Math.max(
    ...questions.map((each) => {
      const known = termsOf(each, lang);
      const shared = [...asked].filter((term) => known.has(term)).length;
      return shared / Math.max(1, asked.size + known.size - shared);
    }),
  );
}
