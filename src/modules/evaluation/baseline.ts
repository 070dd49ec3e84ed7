/** What an evaluation must not fall below, kept in a file beside the golden set. */
import { z } from 'zod';
import { type Figures, valueOf } from './report.js';
import { FIGURES, percent } from './wording.js';

/** Figures that can be held to a bound: more is better, or less is. */
const BOUNDED = {
  facts: 'atLeast',
  source: 'atLeast',
  refusedRightly: 'atLeast',
  handedOff: 'atLeast',
  autoPrecision: 'atLeast',
  refusedWrongly: 'atMost',
  wronglyAnswered: 'atMost',
} as const satisfies Partial<Record<keyof Figures, 'atLeast' | 'atMost'>>;

type Bounded = keyof typeof BOUNDED;

const share = z.number().min(0).max(1);
const schema = z.strictObject({
  /** How far a figure may lie on the wrong side of its bound, 0..1. */
  tolerance: share.default(0),
  bounds: z.partialRecord(
    z.enum(Object.keys(BOUNDED) as [Bounded, ...Bounded[]]),
    z.union([z.strictObject({ atLeast: share }), z.strictObject({ atMost: share })]),
  ),
});

export type Baseline = z.output<typeof schema>;

export interface Fall {
  /** The figure in words. */
  readonly name: string;
  readonly is: number;
  readonly bound: string;
}

const TOLERANCE = 0.01;
const DIGITS = 3;

/** @throws Error where it is not a baseline. */
export function readBaseline(json: string): Baseline {
  const result = schema.safeParse(JSON.parse(json));
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  throw new Error(`The baseline is wrong: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`);
}

/** The bounds that figures lie beyond; a figure there is nothing to say of holds. */
export function fallsBelow(figures: Figures, { tolerance, bounds }: Baseline): Fall[] {
  return (Object.entries(bounds) as [Bounded, { atLeast?: number; atMost?: number }][]).flatMap(([figure, bound]) => {
    const is = valueOf(figures[figure]);
    const { atLeast = 0, atMost = 1 } = bound;
    if (is === undefined || (is >= atLeast - tolerance && is <= atMost + tolerance)) return [];
    const name = FIGURES.find(({ key }) => key === figure)?.name ?? figure;
    return [{ name, is, bound: is < atLeast ? `at least ${percent(atLeast)}` : `at most ${percent(atMost)}` }];
  });
}

/** What has been reached, as a baseline. */
export function baselineOf(figures: Figures): Baseline {
  const bounds = (Object.keys(BOUNDED) as Bounded[]).flatMap((figure) => {
    const is = valueOf(figures[figure]);
    return is === undefined ? [] : [[figure, { [BOUNDED[figure]]: Number(is.toFixed(DIGITS)) }] as const];
  });
  return schema.parse({ tolerance: TOLERANCE, bounds: Object.fromEntries(bounds) });
}
