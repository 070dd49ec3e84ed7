/**
 * Neighbours of a hit: a long section is cut into passages, and a list or table with it. What was cut is put together
 * again for whoever reads the hits, so that it is answered whole.
 */
import { countWords } from '../../platform/text/index.js';
import { stableHash, type Passage } from './passage.js';
import { MAX_WORDS } from './split.js';

/** Words that are read along with all hits of a search: a prompt has no room for more. */
const WITH_ALL = 3 * MAX_WORDS;
/** Words of the longest passage that comes of it. */
const LONGEST = 3 * MAX_WORDS;

/** Gives hits, best first, what stands next to them in their section. Hits that stand side by side become one. */
export function readAlong<H extends { readonly passage: Passage }>(
  hits: readonly H[],
  passages: readonly Passage[],
  positionOf: (passage: Passage) => number | undefined,
): H[] {
  const found = new Set(hits.flatMap(({ passage }) => positionOf(passage) ?? []));
  const read = new Set<number>();
  let left = WITH_ALL;
  return hits.flatMap((hit) => {
    const at = positionOf(hit.passage);
    if (at === undefined) return [hit];
    if (read.has(at)) return [];
    const span = spanAround(at, passages, { found, read, words: left });
    left -= span.cost;
    for (let each = span.from; each <= span.to; each += 1) read.add(each);
    return [{ ...hit, passage: together(hit.passage, passages.slice(span.from, span.to + 1)) }];
  });
}

interface Reach {
  /** Positions of all hits: they are read anyway, and cost nothing. */
  readonly found: ReadonlySet<number>;
  readonly read: ReadonlySet<number>;
  readonly words: number;
}

/** One neighbour on each side, and all further ones that were found as well. */
function spanAround(at: number, passages: readonly Passage[], { found, read, words }: Reach): { from: number; to: number; cost: number } {
  const span = { from: at, to: at, cost: 0 };
  let room = LONGEST - countWords(passages[at]?.text ?? '');
  const take = (next: number, beside: number): boolean => {
    const passage = passages[next];
    if (passage === undefined || read.has(next) || !isSameSection(passage, passages[beside])) return false;
    const length = countWords(passage.text);
    const cost = found.has(next) ? 0 : length;
    if (length > room || span.cost + cost > words) return false;
    room -= length;
    span.cost += cost;
    return true;
  };
  // What follows belongs to what was found more often than what stands before.
  if (take(span.to + 1, span.to)) span.to += 1;
  if (take(span.from - 1, span.from)) span.from -= 1;
  while (found.has(span.to + 1) && take(span.to + 1, span.to)) span.to += 1;
  while (found.has(span.from - 1) && take(span.from - 1, span.from)) span.from -= 1;
  return span;
}

function isSameSection(one: Passage, other: Passage | undefined): boolean {
  const isSameDocument = one.document === other?.document && one.version === other.version && one.botId === other.botId;
  return isSameDocument && one.section === other.section;
}

/** Neighbours as one passage, cited at the place of the one that was found. */
function together(found: Passage, parts: readonly Passage[]): Passage {
  if (parts.length === 1) return found;
  return { ...found, id: stableHash(...parts.map(({ id }) => id)), text: parts.map(({ text }) => text).join('\n') };
}
