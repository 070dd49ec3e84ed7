/** The report as one page that needs nothing else: it can be mailed, printed or put into an archive. */
import { type Bin, miscalibration } from './calibration.js';
import { languagePlot, latencyPlot, reliabilityPlot, thresholdPlot } from './charts.js';
import type { Judged } from './judge.js';
import { PAGE_STYLE } from './page-style.js';
import { type Figures, type Report, type Share, valueOf } from './report.js';
import { element, escaped } from './svg.js';
import { FIGURES, LANGUAGES, oneLine, percent, verdictInWords } from './wording.js';

export interface PageOptions {
  /** The folder that was asked. */
  readonly contexts: string;
  /** The threshold in force, 0..1. */
  readonly autoResolveFrom: number;
  readonly made: Date;
}

/** From where a share is shown as good or bad, by which end of the scale is the good one. */
const SHADES = {
  high: { good: (value: number) => value >= 0.9, bad: (value: number) => value < 0.75 },
  low: { good: (value: number) => value <= 0.05, bad: (value: number) => value > 0.1 },
} as const;
const SAID = 320;

export function htmlReport(report: Report, options: PageOptions): string {
  const { figures } = report;
  const made = `${options.made.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
  const body = [
    '<h1>How well the desk answers</h1>',
    `<p class="soft">${figures.questions} golden questions over <code>${escaped(options.contexts)}</code>, ${made}</p>`,
    headFigures(figures),
    plots(report, options),
    table('By topic', report.byTopic),
    amiss(report.amiss),
  ];
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>How well the desk answers</title><style>${PAGE_STYLE}</style></head>
<body><main>${body.join('\n')}</main></body></html>
`;
}

function headFigures(figures: Figures): string {
  const cards = FIGURES.map(({ key, name, good }) => {
    const share = figures[key];
    const told = share.of === 0 ? '' : ` <small>${share.right} of ${share.of}</small>`;
    return `<div><dt>${name}</dt><dd class="${shade(share, good)}">${percent(valueOf(share))}${told}</dd></div>`;
  });
  return `<dl class="figures">${cards.join('')}</dl>`;
}

function shade(share: Share, good: 'high' | 'low' | 'neither'): string {
  const value = valueOf(share);
  if (value === undefined || good === 'neither') return '';
  if (SHADES[good].good(value)) return 'high';
  return SHADES[good].bad(value) ? 'low' : '';
}

const LANGUAGE_KEY = key(['good', 'right answers'], ['first', 'right source'], ['bad', 'answered where there is no answer']);

function plots(report: Report, { autoResolveFrom }: PageOptions): string {
  const { answers, guesses, curve, latency } = report;
  const [half, most, longest] = [latency.p50.toFixed(1), latency.p95.toFixed(1), latency.max.toFixed(0)];
  const sections = [
    section('By language', LANGUAGE_KEY + languagePlot(report)),
    ...calibration('Answers: can their confidence be believed?', answers),
    ...calibration('Frequent questions: can their confidence be believed?', guesses),
    ...(curve.length === 0
      ? []
      : [
          section(
            'What the threshold of frequent questions does',
            key(['good', 'of them right'], ['first', 'answered at once']) +
              thresholdPlot(curve, autoResolveFrom) +
              `<p class="soft">The dashed line is the threshold in force, ${autoResolveFrom.toFixed(2)}.</p>`,
          ),
        ]),
    section(
      'Time for an answer',
      `${latencyPlot(report)}<p class="soft">Half within ${half} ms, 95 % within ${most} ms, the slowest ${longest} ms.</p>`,
    ),
    slowest(report),
  ];
  return `<div class="plots">${sections.join('')}</div>`;
}

function calibration(title: string, bins: readonly Bin[]): string[] {
  if (bins.length === 0) return [];
  const told = `On the dashed line, of 100 answers stated at 80 % exactly 80 are right. They lie ${percent(miscalibration(bins))} apart on average.`;
  return [section(title, `${reliabilityPlot(bins, title)}<p class="soft">${told}</p>`)];
}

function table(title: string, rows: readonly (readonly [string, Figures])[]): string {
  const head = ['', 'Questions', 'Right answers', 'Right source', 'Answered where there is no answer'];
  const lines = rows.map(([name, { questions, facts, source, wronglyAnswered }]) =>
    row([LANGUAGES[name] ?? name, String(questions), ...[facts, source, wronglyAnswered].map((share) => percent(valueOf(share)))]),
  );
  const heads = head.map((name, index) => `<th scope="col"${index === 0 ? '' : ' class="number"'}>${name}</th>`);
  return section(title, `<div class="wide"><table><thead><tr>${heads.join('')}</tr></thead><tbody>${lines.join('')}</tbody></table></div>`);
}

function row([name = '', ...numbers]: readonly string[]): string {
  return `<tr><td>${escaped(name)}</td>${numbers.map((number) => `<td class="number">${number}</td>`).join('')}</tr>`;
}

function slowest({ slowest: questions }: Report): string {
  const lines = questions.map(({ golden, given }) => row([golden.question, `${given.milliseconds.toFixed(1)} ms`]));
  return section('The slowest questions', `<table><tbody>${lines.join('')}</tbody></table>`);
}

function amiss(judged: readonly Judged[]): string {
  const title = judged.length === 0 ? 'Every question came out as wanted' : `What came out otherwise than wanted: ${judged.length}`;
  const items = judged.map((one) => {
    const { golden, given } = one;
    const said = given.text === undefined ? '' : element('q', {}, escaped(oneLine(given.text, SAID)));
    const asked = element('strong', {}, escaped(golden.question));
    return `<li>${asked}<br><span class="tag">${escaped(verdictInWords(one))}</span> <span class="soft">${escaped(golden.id)}</span>${said}</li>`;
  });
  return section(title, `<ul class="amiss">${items.join('')}</ul>`);
}

function section(title: string, content: string): string {
  return `<section><h2>${title}</h2>${content}</section>`;
}

function key(...entries: readonly (readonly [string, string])[]): string {
  return `<ul class="key">${entries.map(([kind, name]) => `<li class="${kind}">${name}</li>`).join('')}</ul>`;
}
