import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { calibrate } from '../../src/app/calibrate.js';
import { fitCalibration, type Observation, probabilityOf } from '../../src/modules/knowledge/faq/calibration.js';
import { readCalibrationFile } from '../../src/modules/knowledge/faq/calibration-file.js';
import { EVIDENCE, EVIDENCE_NAMES, type Evidence } from '../../src/modules/knowledge/faq/evidence.js';
import { readLabelled } from '../../src/modules/knowledge/faq/labelled.js';
import { reliabilityOf } from '../../src/modules/knowledge/faq/reliability.js';
import { calibrationFor } from '../../src/modules/knowledge/faq/shipped.js';
import { type Bench, createBench } from './support.js';

const evidence = fc.record(
  Object.fromEntries(EVIDENCE_NAMES.map((name) => [name, fc.double({ min: -1, max: 1, noNaN: true })])),
) as fc.Arbitrary<Evidence>;
const observation: fc.Arbitrary<Observation> = fc
  .tuple(evidence, fc.boolean())
  .map(([each, right]) => ({ candidates: [{ evidence: each, right }] }));
const NOTHING: Evidence = { lead: 0, near: 0, ahead: 0, covered: 0, said: 0, unknown: 0, opposed: 0, otherCase: 0, meaning: 0 };

describe('a calibration', () => {
  test('never takes more evidence for an entry as less, whatever it was fitted on', () => {
    fc.assert(
      fc.property(fc.array(observation, { minLength: 5, maxLength: 60 }), evidence, fc.constantFrom(...EVIDENCE_NAMES), (seen, some, name) => {
        const weights = fitCalibration(seen, { bias: 0, evidence: {} }, 1);
        const more = { ...some, [name]: some[name] + EVIDENCE[name] };
        expect(probabilityOf(weights, more)).toBeGreaterThanOrEqual(probabilityOf(weights, some));
      }),
      { numRuns: 50 },
    );
  });

  test('is nearer to the truth after a fit, where the shipped one was too sure', () => {
    const shipped = calibrationFor('en', undefined, []);
    const seen = Array.from({ length: 200 }, (_, at): Observation => {
      const each = { ...NOTHING, lead: 5, near: 0.8, covered: 0.5 + (at % 10) / 20, said: 0.8 };
      return { candidates: [{ evidence: each, right: at % 10 > 6 }] };
    });
    const outcomes = (weights: typeof shipped) =>
      seen.flatMap(({ candidates }) => candidates.map(({ evidence: each, right }) => ({ confidence: probabilityOf(weights, each), right })));
    const fitted = { ...shipped, ...fitCalibration(seen, shipped, 1) };
    expect(reliabilityOf(outcomes(fitted)).brier).toBeLessThan(reliabilityOf(outcomes(shipped)).brier);
    expect(reliabilityOf(outcomes(fitted)).ece).toBeLessThan(reliabilityOf(outcomes(shipped)).ece);
  });

  test('for the vectors of a model is not taken for those of another', () => {
    const own = { language: 'en' as const, embedding: 'one', bias: 1, evidence: { meaning: 2 } };
    expect(calibrationFor('en', 'one', [own])).toBe(own);
    expect(calibrationFor('en', 'two', [own])).not.toBe(own);
    expect(calibrationFor('ru', 'one', [own]).language).toBe('ru');
  });
});

describe('npm run calibrate', () => {
  let bench: Bench;
  beforeEach(async () => {
    bench = await createBench();
  });
  afterEach(() => bench.release());

  test('writes a calibration with which the FAQ is then matched', async () => {
    await bench.write('faq/en.yaml', await readFile('tests/fixtures/faq/en.yaml'));
    const before = await bench.open().matchFaq({ text: 'lost my purse with the card' });
    const out = join(bench.dir, 'faq/calibration.json');
    const english = (await readFile('tests/fixtures/faq/fit.jsonl', 'utf8')).split('\n').filter((line) => line.includes('"lang": "en"'));
    await bench.write('labelled.jsonl', english.join('\n'));
    await calibrate({ contexts: bench.dir, labelled: join(bench.dir, 'labelled.jsonl'), out });
    expect(readCalibrationFile('x', await readFile(out))).toMatchObject({ problems: [], calibrations: [{ language: 'en' }] });
    const knowledge = bench.open();
    const after = await knowledge.matchFaq({ text: 'lost my purse with the card' });
    expect(knowledge.problems()).toEqual([]);
    expect(after?.entry.id).toBe(before?.entry.id);
    expect(after?.confidence).not.toBe(before?.confidence);
  });

  test('names the line that it cannot use', () => {
    expect(() => readLabelled('{"question": "Hi", "faq": null}\n{"faq": "x"}', [])).toThrow('Line 2');
    expect(() => readLabelled('{"question": "Hi", "faq": "x"}', [])).toThrow('the entry x');
  });

  test.each([
    ['no JSON', '{'],
    ['another version', '{"version": 2, "calibrations": []}'],
    ['an unknown evidence', '{"version": 1, "calibrations": [{"language": "en", "bias": 0, "evidence": {"luck": 1}}]}'],
    ['a weight of the wrong sign', '{"version": 1, "calibrations": [{"language": "en", "bias": 0, "evidence": {"covered": -1}}]}'],
  ])('a file with %s is reported, and the shipped calibration serves', async (_name, source) => {
    await bench.write('faq/en.yaml', await readFile('tests/fixtures/faq/en.yaml'));
    const confidence = async () => (await bench.open().matchFaq({ text: 'how do i block my card' }))?.confidence;
    const shipped = await confidence();
    await bench.write('faq/calibration.json', source);
    const knowledge = bench.open();
    await knowledge.ready;
    expect(knowledge.problems()).toMatchObject([{ document: 'faq/calibration.json', code: 'calibration' }]);
    expect(await confidence()).toBe(shipped);
  });
});
