/** The plots of the report. */
import type { Bin, CurvePoint } from './calibration.js';
import { type Figures, type Report, valueOf } from './report.js';
import { PERCENT_TICKS, acrossAt, bar, element, escaped, label, path, plot, upAt } from './svg.js';
import { LANGUAGES, percent } from './wording.js';

const LARGEST_DOT = 14;
const SMALLEST_DOT = 3;

/** Stated confidence against truth; on the diagonal the two are the same. Larger dots stand for more answers. */
export function reliabilityPlot(bins: readonly Bin[], title: string): string {
  const most = Math.max(1, ...bins.map(({ count }) => count));
  const dots = bins.map(({ stated, right, count }) => {
    const r = SMALLEST_DOT + (LARGEST_DOT - SMALLEST_DOT) * Math.sqrt(count / most);
    const told = `${count}: stated ${percent(stated)}, right ${percent(right)}`;
    return element('circle', { cx: acrossAt(stated), cy: upAt(right), r, class: 'dot' }, element('title', {}, escaped(told)));
  });
  const line = path(bins.map(({ stated, right }) => [stated, right]), 'line first');
  return plot(
    { title, across: 'stated confidence', up: 'right', acrossTicks: PERCENT_TICKS, upTicks: PERCENT_TICKS },
    [path([[0, 0], [1, 1]], 'ideal'), line, ...dots],
  );
}

/** What a threshold lets through and how much of it is right, with the threshold in force. */
export function thresholdPlot(curve: readonly CurvePoint[], inForce: number): string {
  const precision = curve.flatMap(({ threshold, precision }) => (precision === undefined ? [] : [[threshold, precision] as const]));
  const coverage = curve.map(({ threshold, coverage }) => [threshold, coverage] as const);
  const ticks = [0, 0.25, 0.5, 0.75, 1].map((at) => ({ at, text: at.toFixed(2) }));
  return plot(
    {
      title: 'Coverage and precision over the threshold',
      across: 'AUTO_RESOLVE_THRESHOLD',
      up: 'share',
      acrossTicks: ticks,
      upTicks: PERCENT_TICKS,
    },
    [path([[inForce, 0], [inForce, 1]], 'ideal'), path(precision, 'line good'), path(coverage, 'line first')],
  );
}

const BARS = [
  { of: (figures: Figures) => figures.facts, kind: 'fill good', name: 'right answers' },
  { of: (figures: Figures) => figures.source, kind: 'fill first', name: 'right source' },
  { of: (figures: Figures) => figures.wronglyAnswered, kind: 'fill bad', name: 'answered wrongly' },
] as const;
const GAP = 0.15;

/** Right answers, right sources and wrongly answered, side by side for each language. */
export function languagePlot({ byLanguage }: Report): string {
  const room = 1 / Math.max(1, byLanguage.length);
  const width = (room * (1 - 2 * GAP)) / BARS.length;
  const bars = byLanguage.flatMap(([lang, figures], group) =>
    BARS.flatMap(({ of, kind, name }, index) => {
      const share = valueOf(of(figures));
      if (share === undefined) return [];
      const from = (group + GAP) * room + index * width;
      const told = `${LANGUAGES[lang] ?? lang}: ${name} ${percent(share)}`;
      return [
        bar(from, from + width * 0.9, share, kind, told),
        label(acrossAt(from + width * 0.45), upAt(share) - 3, String(Math.round(share * 100)), 'value'),
      ];
    }),
  );
  const ticks = byLanguage.map(([lang], group) => ({ at: (group + 0.5) * room, text: LANGUAGES[lang] ?? lang }));
  return plot({ title: 'Figures by language', across: '', up: '% of questions', acrossTicks: ticks, upTicks: PERCENT_TICKS }, bars);
}

const LATENCY_BARS = 20;

/** How many answers took how long; what lies beyond the slowest hundredth is in the last bar. */
export function latencyPlot({ milliseconds }: Report): string {
  const sorted = [...milliseconds].sort((a, b) => a - b);
  const longest = niceCeiling(sorted[Math.floor(sorted.length * 0.99)] ?? 1);
  const counts = Array.from({ length: LATENCY_BARS }, () => 0);
  for (const value of sorted) {
    const at = Math.min(LATENCY_BARS - 1, Math.floor((value / longest) * LATENCY_BARS));
    counts[at] = (counts[at] ?? 0) + 1;
  }
  const most = niceCeiling(Math.max(...counts));
  const bars = counts.map((count, at) => {
    const told = `${count} within ${(((at + 1) / LATENCY_BARS) * longest).toFixed(1)} ms`;
    return bar((at + 0.08) / LATENCY_BARS, (at + 0.92) / LATENCY_BARS, count / most, 'fill first', told);
  });
  const acrossTicks = [0, 0.25, 0.5, 0.75, 1].map((at) => ({ at, text: `${at * longest}` }));
  const upTicks = [0, 0.5, 1].map((at) => ({ at, text: `${Math.round(at * most)}` }));
  return plot({ title: 'Time for an answer', across: 'milliseconds', up: 'questions', acrossTicks, upTicks }, bars);
}

const NICE = [1, 2, 4, 8, 10];

/** The next number that reads well on an axis. */
function niceCeiling(value: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(1, value)));
  return power * (NICE.find((nice) => nice * power >= value) ?? 10);
}
