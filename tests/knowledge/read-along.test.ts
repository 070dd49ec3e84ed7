import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createAnswerEngine } from '../../src/modules/answers/index.js';
import { MIN_CONFIDENCE } from '../../src/modules/knowledge/index.js';
import { type Bench, createBench } from './support.js';

let bench: Bench;
beforeEach(async () => {
  bench = await createBench();
});
afterEach(() => bench.release());

const STATIONS = Array.from({ length: 40 }, (_, at) => `- Desk ${at + 1}: open on working days, cash and cards, with a ramp at the door`);
const LONG = `---\ntitle: Exchange desks\nlang: en\n---\n\n## Where to change currency\n\nCurrency is changed at these desks:\n\n${STATIONS.join('\n')}\n\n## Rates\n\nRates are set at nine.\n`;

describe('a section that was cut in two', () => {
  test('is read whole around what was found, and not beyond the section', async () => {
    await bench.write('desks.md', LONG);
    const knowledge = bench.open();
    const [hit, ...others] = (await knowledge.search({ text: 'where can I change currency, which desks?', lang: 'en' })).hits;
    expect(hit?.passage.text).toContain('Desk 1:');
    expect(hit?.passage.text).toContain('Desk 40:');
    expect(hit?.passage.text).not.toContain('nine');
    expect(hit?.passage.section).toBe('Where to change currency');
    // What was read along is not found a second time.
    expect(others.map(({ passage }) => passage.section)).not.toContain('Where to change currency');
    expect(hit?.passage.text.match(/Desk 7:/g)).toHaveLength(1);
  });

  test('answers with a line of its second half, and cites the section', async () => {
    await bench.write('desks.md', LONG.replace('Desk 39: open on working days', 'Desk 39: open round the clock at the airport'));
    const knowledge = bench.open();
    const engine = createAnswerEngine({
      retrieve: (question, k) => knowledge.search(question, k),
      matchFaq: () => Promise.resolve(undefined),
      mask: (text) => text,
      log: { info: () => undefined, warn: () => undefined },
      clock: () => performance.now(),
      timeoutMs: 10_000,
    });
    const { signal } = new AbortController();
    const thresholds = { minConfidence: MIN_CONFIDENCE, autoResolveFrom: 0.75 };
    const answer = await engine.answer({ question: 'which currency desk is open round the clock at the airport?', lang: 'en', dialogue: [], signal, ...thresholds });
    expect(answer.text).toContain('Desk 39');
    expect(answer.sources).toMatchObject([{ document: 'desks.md', section: 'Where to change currency' }]);
    expect(answer.sources[0]?.passage?.text).toContain('Desk 39');
  });
});
