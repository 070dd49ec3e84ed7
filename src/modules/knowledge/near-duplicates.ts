/**
 * Passages that say the same: a paragraph that stands in two documents, or in two versions of a page. Found when the
 * index is built, by shared runs of words. Another number, another name or another "not" makes another passage: the tariff
 * of one card is no duplicate of another's.
 */
import { setImmediate as breathe } from 'node:timers/promises';
import { tokenize, type Language } from '../../platform/text/index.js';
import { alternativeGroup } from './concepts/index.js';
import type { Passage } from './passage.js';

/** Words in a run. */
const RUN = 3;
/** Of fewer runs a passage is too short to be told from another. */
const LEAST_RUNS = 6;
/** From which part of their runs on, of all that either has, two passages say the same. */
const SAME = 0.8;
/** Two passages are compared when they share one of so many of their lowest hashes: of duplicates 999 in 1000 do. */
const SKETCH = 4;
/** What more passages share is a phrase of the house, and tells nothing. */
const MOST_SHARING = 20;
const BETWEEN_BREATHS = 50;

const NEGATION = /^(?:не|ни|нет|без|кроме|емес|жок|жоқ|no|not|without|except|never|\p{L}+(?:сыз|сіз|май|мей))$/u;

interface Sketch {
  readonly runs: ReadonlySet<number>;
  /** Numbers, names and negations: with others the same words say something else. */
  readonly telling: string;
}

/** For each passage that has duplicates, by position, the position of the first of them. */
export async function findNearDuplicates(passages: readonly Passage[]): Promise<ReadonlyMap<number, number>> {
  const groups = new Map<number, number>();
  const sketches: (Sketch | undefined)[] = [];
  const sharing = new Map<number, number[]>();
  for (const [position, passage] of passages.entries()) {
    if (position % BETWEEN_BREATHS === BETWEEN_BREATHS - 1) await breathe();
    const sketch = sketchOf(passage);
    sketches.push(sketch);
    if (sketch === undefined) continue;
    for (const hash of lowest(sketch.runs)) {
      const others = sharing.get(hash) ?? [];
      const same = others.find((other) => saysTheSame(sketches[other], sketch));
      if (same !== undefined && !groups.has(position)) {
        const first = groups.get(same) ?? same;
        groups.set(first, first).set(position, first);
      }
      if (others.length < MOST_SHARING) sharing.set(hash, [...others, position]);
    }
  }
  return groups;
}

function sketchOf({ text, lang, title, section }: Passage): Sketch | undefined {
  const words = tokenize(text);
  const runs = new Set<number>();
  for (let at = 0; at + RUN <= words.length; at += 1) runs.add(hashOf(`${lang} ${words.slice(at, at + RUN).join(' ')}`));
  if (runs.size < LEAST_RUNS) return undefined;
  const named = tokenize(`${title} ${section}`).filter((word) => alternativeGroup(word) !== undefined);
  const told = words.filter((word) => /\d/.test(word) || NEGATION.test(word) || isName(word, lang));
  return { runs, telling: [[...new Set(named)].sort().join(' '), told.sort().join(' ')].join('|') };
}

/** A Latin word stays a name in Russian and Kazakh; of alternatives such as currencies one is as good as a name. */
function isName(word: string, lang: Language): boolean {
  return (lang !== 'en' && /^[a-z]+$/.test(word)) || alternativeGroup(word) !== undefined;
}

function saysTheSame(one: Sketch | undefined, other: Sketch): boolean {
  if (one?.telling !== other.telling) return false;
  let shared = 0;
  for (const run of one.runs) if (other.runs.has(run)) shared += 1;
  return shared / (one.runs.size + other.runs.size - shared) >= SAME;
}

function lowest(runs: ReadonlySet<number>): number[] {
  return [...runs].sort((a, b) => a - b).slice(0, SKETCH);
}

/** FNV-1a, 32 bits. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash >>> 0;
}

/** Of hits that say the same only the best, in the place of the first; of the same section the newest document counts. */
export function withoutDuplicates<H extends { readonly passage: Passage }>(
  hits: readonly H[],
  groupOf: (passage: Passage) => number | undefined,
): H[] {
  const kept: H[] = [];
  const places = new Map<number, number>();
  for (const hit of hits) {
    const group = groupOf(hit.passage);
    const place = group === undefined ? undefined : places.get(group);
    const before = place === undefined ? undefined : kept[place];
    if (place === undefined || before === undefined) {
      if (group !== undefined) places.set(group, kept.length);
      kept.push(hit);
    } else if (isNewer(hit.passage, before.passage)) kept[place] = { ...before, passage: hit.passage };
  }
  return kept;
}

function isNewer(one: Passage, other: Passage): boolean {
  return one.section === other.section && (one.validFrom ?? '') > (other.validFrom ?? '');
}
