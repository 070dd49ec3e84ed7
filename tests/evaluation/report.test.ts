import { describe, expect, test } from '@jest/globals';
import { baselineOf, fallsBelow, htmlReport, readBaseline, reportOn, textReport } from '../../src/modules/evaluation/index.js';
import { given, judged, refusal } from './support.js';

const guess = (confidence: number) => ({ id: 'card-fee', answer: '9,900 ₸', confidence });
const report = reportOn([
  judged({ id: 'right', faq: 'card-fee' }, given({ outcome: 'auto_resolved', confidence: 0.95, faq: guess(0.95), milliseconds: 3 })),
  judged({ id: 'wrong', contains: [['no <b>such</b> fact']] }, given({ faq: guess(0.4), milliseconds: 90 })),
  judged({ id: 'silent', lang: 'ru' }, { ...refusal, faq: guess(0.3) }),
  judged({ id: 'kept', expect: 'refuse', topic: 'off-topic' }, refusal),
  judged({ id: 'claimed', expect: 'refuse', topic: 'off-topic' }, given({ text: '<script>alert(1)</script>', confidence: 0.97 })),
  judged({ id: 'danger', expect: 'handoff', topic: 'danger' }, refusal),
]);

describe('the report', () => {
  test('counts shares over the questions they speak of', () => {
    expect(report.figures).toEqual({
      questions: 6,
      facts: { right: 1, of: 3 },
      source: { right: 2, of: 3 },
      refusedWrongly: { right: 1, of: 3 },
      refusedRightly: { right: 2, of: 3 },
      wronglyAnswered: { right: 1, of: 3 },
      handedOff: { right: 0, of: 1 },
      autoResolved: { right: 1, of: 6 },
      autoPrecision: { right: 1, of: 1 },
    });
    expect(report.byLanguage.map(([lang, { questions }]) => [lang, questions])).toEqual([
      ['en', 5],
      ['ru', 1],
    ]);
  });

  test('sets stated confidence against truth, by tenths', () => {
    expect(report.answers).toEqual([{ from: 0.9, to: 1, count: 3, stated: expect.closeTo(0.94), right: expect.closeTo(1 / 3) }]);
    expect(report.guesses.map(({ from, right }) => [from, right])).toEqual([
      [0.3, 1],
      [0.4, 0],
      [0.9, 1],
    ]);
  });

  test('tells for each threshold what it lets through and how much of that is right', () => {
    const at = (threshold: number) => report.curve.find((point) => Math.abs(point.threshold - threshold) < 1e-9);
    expect(at(0.75)).toEqual({ threshold: 0.75, coverage: 1 / 6, precision: 1 });
    expect(at(0.35)).toMatchObject({ coverage: 2 / 6, precision: 0.5 });
    expect(at(1)).toMatchObject({ coverage: 0, precision: undefined });
  });

  test('lists what went amiss, the worst first, and the slowest', () => {
    expect(report.amiss.map(({ golden }) => golden.id)).toEqual(['claimed', 'danger', 'wrong', 'silent']);
    expect(report.slowest[0]?.golden.id).toBe('wrong');
  });

  test('can be read in a terminal', () => {
    const text = textReport(report);
    expect(text).toMatch(/Right answers .* 33\.3 % {3}1 of 3/);
    expect(text).toContain('claimed: answered, though nothing should be');
  });

  test('is one page that fetches nothing and shows what was said as text', () => {
    const page = htmlReport(report, { contexts: 'contexts', autoResolveFrom: 0.75, made: new Date(0) });
    expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(page).not.toMatch(/<script|<link|<img|https?:|url\(|@import/);
    expect(page.match(/<svg/g)).toHaveLength(5);
    expect(page).not.toContain('NaN');
  });
});

describe('the baseline', () => {
  test('that was just written is kept', () => {
    const baseline = readBaseline(JSON.stringify(baselineOf(report.figures)));
    expect(fallsBelow(report.figures, baseline)).toEqual([]);
  });

  test('names what fell below its floor or rose above its ceiling, beyond the tolerance', () => {
    const bounds = { facts: { atLeast: 0.35 }, source: { atLeast: 0.9 }, wronglyAnswered: { atMost: 0.05 }, handedOff: { atLeast: 0 } };
    const falls = fallsBelow(report.figures, readBaseline(JSON.stringify({ tolerance: 0.02, bounds })));
    expect(falls.map(({ name, bound }) => `${name}: ${bound}`)).toEqual([
      'Right source shown: at least 90.0 %',
      'Answered where there is no answer: at most 5.0 %',
    ]);
  });

  test('of figures that do not exist is refused', () => {
    expect(() => readBaseline('{"bounds": {"charm": {"atLeast": 1}}}')).toThrow('The baseline is wrong');
  });
});
