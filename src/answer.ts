/** `npm run answer` answers questions from a folder of documents: JSON lines in, JSON lines out. */
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { offlineOptions, readArguments, runOffline } from './app/arguments.js';
import { askLines } from './app/ask-lines.js';
import { openOfflineDesk } from './app/offline.js';

const USAGE = `Usage: npm run --silent answer -- --contexts DIR [--threshold 0..1] [--day YYYY-MM-DD] < questions > answers

Reads a question a line from stdin: {"id", "question", "lang"?}, where lang is ru, kk or en.
Writes an answer a line to stdout: {"id", "outcome", "confidence", "answer", "faq"?, "sources"}, in the same order.
Works offline; nothing is written into DIR.

  --contexts DIR     documents, with the frequent questions in DIR/faq/*.yaml
  --threshold 0..1   confidence from which a frequent question is answered at once (AUTO_RESOLVE_THRESHOLD)
  --day DATE         answers as on that day, with the tariffs that hold then; today when left out

Ends with 0, with 1 where a line was no question, with 2 where nothing could be asked.
`;

runOffline(USAGE, async () => {
  const given = readArguments(['help', 'contexts', 'threshold', 'day']);
  if (given.help === true) {
    process.stdout.write(USAGE);
    return 0;
  }
  const desk = openOfflineDesk(offlineOptions(given));
  try {
    await desk.ready;
    for (const problem of desk.problems()) process.stderr.write(`${problem}\n`);
    const bad = await askLines({
      lines: createInterface({ input: process.stdin, crlfDelay: Infinity }),
      desk,
      write,
      complain: (message) => process.stderr.write(`${message}\n`),
    });
    return bad === 0 ? 0 : 1;
  } finally {
    await desk.release();
  }
});

async function write(line: string): Promise<void> {
  if (!process.stdout.write(`${line}\n`)) await once(process.stdout, 'drain');
}
