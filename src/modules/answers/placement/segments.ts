import { extractFacts, type Fact } from '../facts/index.js';

/** Where one thing told ends and the next one begins: "Classic costs 2 900 ₸, Gold 9 900 ₸ and Premium 29 900 ₸". */
const JOINT = /[,;]\s+|\s(?:и|а|но|или|либо|және|ал|бірақ|немесе|мен|пен|бен|and|or|while|whereas|but)\s/iu;
/** The numbers follow all the names together. */
const RESPECTIVELY = /соответственно|respectively|тиісінше/iu;

/** A part of a sentence that tells something of its own. */
interface Segment {
  readonly text: string;
  readonly values: ReadonlySet<string>;
}

/**
 * Where in a sentence a statement's subject may be named, the likeliest first: in its own part (with the parts before that
 * name something and state nothing: "Classic and Gold cost"), in those before from the nearest back, in those after.
 */
export function scopesOf(sentence: string, claim: Fact): string[] {
  if (RESPECTIVELY.test(sentence)) return [sentence];
  const segments = segmentsOf(sentence);
  const values = claim.readings.map(({ value }) => value);
  const own = segments.findIndex((segment) => values.some((value) => segment.values.has(value)));
  if (own < 0) return [sentence];
  const before = segments.slice(0, own).reverse();
  return [segments[own], ...before, ...segments.slice(own + 1)].flatMap((segment) => segment?.text ?? []);
}

function segmentsOf(sentence: string): Segment[] {
  const segments: Segment[] = [];
  let silent = '';
  for (const part of sentence.split(JOINT)) {
    const text = `${silent} ${part}`.trim();
    const values = new Set(extractFacts(text).flatMap(({ readings }) => readings.map(({ value }) => value)));
    silent = values.size === 0 ? text : '';
    if (values.size > 0) segments.push({ text, values });
  }
  const last = segments.pop();
  if (last) segments.push({ ...last, text: `${last.text} ${silent}` });
  return segments;
}
