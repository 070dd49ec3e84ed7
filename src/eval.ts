/** `npm run eval` measures the engine on a bank's own questions, and ends with 1 where it fell below a baseline. */
import { readFileSync, writeFileSync } from 'node:fs';
import { type Arguments, WrongUse, offlineOptions, readArguments, runOffline } from './app/arguments.js';
import { evaluate } from './app/evaluate.js';
import { openOfflineDesk } from './app/offline.js';
import {
  type Report,
  baselineOf,
  fallsBelow,
  htmlReport,
  percent,
  readBaseline,
  readGolden,
  reportOn,
  textReport,
} from './modules/evaluation/index.js';

const USAGE = `Usage: npm run --silent eval -- --contexts DIR --golden FILE [--html FILE] [--baseline FILE [--write-baseline]]

Asks the questions of a golden set and prints how many were answered right, refused rightly, and so on.

  --contexts DIR     documents, with the frequent questions in DIR/faq/*.yaml
  --golden FILE      questions with what a right answer is, as JSON lines (docs/answers.md)
  --html FILE        writes the report as one page as well
  --baseline FILE    bounds the figures must keep
  --write-baseline   writes what has been reached into the baseline instead
  --threshold 0..1   confidence from which a frequent question is answered at once (AUTO_RESOLVE_THRESHOLD)
  --day DATE         asks as on that day; today when left out

Ends with 0, with 1 where a figure fell below the baseline, with 2 where nothing could be measured.
`;

runOffline(USAGE, async () => {
  const given = readArguments(['help', 'contexts', 'golden', 'html', 'baseline', 'write-baseline', 'threshold', 'day']);
  if (given.help === true) {
    process.stdout.write(USAGE);
    return 0;
  }
  const golden = readGolden(readFileSync(required(given, 'golden'), 'utf8'));
  const options = offlineOptions(given);
  const desk = openOfflineDesk(options);
  try {
    const report = reportOn(await evaluate(desk, golden));
    for (const problem of desk.problems()) process.stderr.write(`${problem}\n`);
    process.stdout.write(`${textReport(report)}\n`);
    if (typeof given.html === 'string') {
      const { contexts, autoResolveFrom } = options;
      writeFileSync(given.html, htmlReport(report, { contexts, autoResolveFrom, made: new Date() }));
    }
    return given['write-baseline'] === true ? keepBaseline(given, report) : holdToBaseline(given, report);
  } finally {
    await desk.release();
  }
});

function keepBaseline(given: Arguments, { figures }: Report): number {
  const file = required(given, 'baseline');
  writeFileSync(file, `${JSON.stringify(baselineOf(figures), null, 2)}\n`);
  process.stdout.write(`\nThe baseline is written to ${file}.\n`);
  return 0;
}

function holdToBaseline(given: Arguments, { figures }: Report): number {
  if (given.baseline === undefined) return 0;
  const falls = fallsBelow(figures, readBaseline(readFileSync(required(given, 'baseline'), 'utf8')));
  const lines = falls.map(({ name, is, bound }) => `  ${name}: ${percent(is)}, wanted ${bound}`);
  process.stdout.write(falls.length === 0 ? '\nThe baseline is kept.\n' : `\nBELOW THE BASELINE\n${lines.join('\n')}\n`);
  return falls.length === 0 ? 0 : 1;
}

function required(given: Arguments, name: 'golden' | 'baseline'): string {
  const value = given[name];
  if (typeof value !== 'string' || value === '') throw new WrongUse(`--${name} FILE is missing.`);
  return value;
}
