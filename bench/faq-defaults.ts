/**
 * Makes the calibrations that ship (`src/modules/knowledge/faq/shipped.ts`): what labelled questions of some banks have in
 * common in all languages, and what is left to each language.
 *
 *     node dist/bench/faq-defaults.js --bank tests/fixtures,tests/fixtures/faq/fit.jsonl [--bank DIR,FILE]
 */
import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { fitCalibration, type Observation, type Weights } from '../src/modules/knowledge/faq/calibration.js';
import { LANGUAGES, observations } from '../src/modules/knowledge/faq/fitting.js';
import { readLabelled } from '../src/modules/knowledge/faq/labelled.js';
import { folderSource } from '../src/modules/knowledge/index.js';

/** Of nothing known, so that the fit is well defined. */
const FROM_NOTHING = 0.5;
/** How far a language goes its own way: its questions are few. */
const FROM_COMMON = 5;

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };
const { bank = [] } = parseArgs({ options: { bank: { type: 'string', multiple: true } } }).values;
const byLanguage = new Map(LANGUAGES.map((language) => [language, [] as Observation[]]));
for (const [contexts = '', labelled = ''] of bank.map((each) => each.split(','))) {
  const { faq } = await folderSource(contexts, silent).read();
  const questions = readLabelled(await readFile(labelled, 'utf8'), faq);
  for (const language of LANGUAGES) byLanguage.get(language)?.push(...(await observations(faq, questions, language)));
}
const common = fitCalibration([...byLanguage.values()].flat(), { bias: 0, evidence: {} }, FROM_NOTHING);
for (const [language, observed] of byLanguage) {
  const fitted: Weights = fitCalibration(observed, common, FROM_COMMON);
  const rounded = JSON.stringify({ language, ...fitted }, (_, value: unknown) => (typeof value === 'number' ? Number(value.toFixed(2)) : value));
  process.stdout.write(`${rounded}\n`);
}
