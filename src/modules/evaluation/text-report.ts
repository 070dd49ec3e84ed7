/** The report as plain text, for a terminal. */
import { miscalibration, type Bin } from './calibration.js';
import type { Judged } from './judge.js';
import { type Figures, type Report, type Share, valueOf } from './report.js';
import { FIGURES, LANGUAGES, oneLine, percent, verdictInWords } from './wording.js';

const NAME_WIDTH = 44;
const SAID = 110;

export function textReport(report: Report): string {
  return [
    ...headFigures(report.figures),
    ...groups('By language', report.byLanguage.map(([lang, figures]) => [LANGUAGES[lang] ?? lang, figures])),
    ...groups('By topic', report.byTopic),
    ...calibration('Stated confidence of answers against how many were right', report.answers),
    ...calibration('Stated confidence of frequent questions against how many fitted', report.guesses),
    ...thresholds(report),
    ...speed(report),
    ...amiss(report.amiss),
  ].join('\n');
}

function headFigures(figures: Figures): string[] {
  const lines = FIGURES.map(({ key, name }) => `  ${name.padEnd(NAME_WIDTH)} ${shareInWords(figures[key])}`);
  return [`${figures.questions} questions`, '', ...lines];
}

function shareInWords(share: Share): string {
  return share.of === 0 ? '     –' : `${percent(valueOf(share)).padStart(7)}   ${share.right} of ${share.of}`;
}

function groups(title: string, rows: readonly (readonly [string, Figures])[]): string[] {
  const head = `  ${''.padEnd(16)}${'questions'.padStart(10)}${'facts'.padStart(9)}${'source'.padStart(9)}${'claimed'.padStart(9)}`;
  const line = ([name, { questions, facts, source, wronglyAnswered }]: readonly [string, Figures]): string =>
    `  ${name.padEnd(16)}${String(questions).padStart(10)}${[facts, source, wronglyAnswered].map(cell).join('')}`;
  return ['', title, head, ...rows.map(line)];
}

function cell(share: Share): string {
  return (share.of === 0 ? '–' : percent(valueOf(share))).padStart(9);
}

function calibration(title: string, bins: readonly Bin[]): string[] {
  if (bins.length === 0) return [];
  const line = ({ from, to, count, stated, right }: Bin): string =>
    `  ${from.toFixed(1)}–${to.toFixed(1)}${String(count).padStart(7)}   stated ${percent(stated).padStart(7)}   right ${percent(right).padStart(7)}`;
  return ['', title, ...bins.map(line), `  apart by ${percent(miscalibration(bins))} on average`];
}

function thresholds({ curve }: Report): string[] {
  if (curve.length === 0) return [];
  const shown = curve.filter(({ threshold }) => threshold >= 0.5 && threshold < 1);
  return [
    '',
    'What AUTO_RESOLVE_THRESHOLD would do',
    ...shown.map(
      ({ threshold, coverage, precision }) =>
        `  ${threshold.toFixed(2)}   answered at once ${percent(coverage).padStart(7)}   of it right ${percent(precision).padStart(7)}`,
    ),
  ];
}

function speed({ latency, slowest }: Report): string[] {
  return [
    '',
    `Time for an answer: half within ${ms(latency.p50)}, 95 % within ${ms(latency.p95)}, the slowest ${ms(latency.max)}`,
    ...slowest.map(({ golden, given }) => `  ${ms(given.milliseconds).padStart(10)}  ${golden.id}  ${oneLine(golden.question, SAID)}`),
  ];
}

function amiss(judged: readonly Judged[]): string[] {
  if (judged.length === 0) return ['', 'Every question came out as wanted.'];
  const rows = judged.flatMap((one) => {
    const { golden, given } = one;
    const said = given.text === undefined ? given.outcome : oneLine(given.text, SAID);
    return [`  ${golden.id}: ${verdictInWords(one)}`, `    ? ${oneLine(golden.question, SAID)}`, `    > ${said}`];
  });
  return ['', `${judged.length} questions came out otherwise than wanted`, ...rows];
}

function ms(value: number): string {
  return `${value.toFixed(value < 10 ? 1 : 0)} ms`;
}
