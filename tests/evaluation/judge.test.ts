import { describe, expect, test } from '@jest/globals';
import { type Given, type GoldenQuestion, judge } from '../../src/modules/evaluation/index.js';
import { given, golden, judged, refusal } from './support.js';

const handedOff = given({ outcome: 'handed_off', text: undefined, documents: [] });
const talk = given({ outcome: 'answered', text: undefined, documents: [] });
const guess = { id: 'card-fee', answer: 'Gold is 9,900 ₸.', confidence: 0.9 };
const auto = given({ outcome: 'auto_resolved', text: guess.answer, faq: guess });

describe('an answer is judged', () => {
  test.each<[string, Partial<GoldenQuestion>, Given, string]>([
    ['right when it tells all facts', {}, given(), 'right'],
    ['wrong without one of them', { contains: [['9,900 ₸'], ['free']] }, given(), 'wrong'],
    ['right with any spelling of a fact', { contains: [['nine thousand', '9 900']] }, given(), 'right'],
    ['wrong with a longer figure than the fact', { contains: [['9.9%']] }, given({ text: 'It is 9.95% or 19.9%.' }), 'wrong'],
    ['missing when it is refused', {}, refusal, 'silent'],
    ['missing when it goes to a human without need', {}, handedOff, 'silent'],
    ['right when nothing can be answered and it is refused', { expect: 'refuse' }, refusal, 'right'],
    ['right when nothing can be answered and a human is called', { expect: 'refuse' }, handedOff, 'right'],
    ['right when small talk says nothing of the bank', { expect: 'refuse' }, talk, 'right'],
    ['claimed when nothing can be answered and it was', { expect: 'refuse' }, given(), 'claimed'],
    ['right when danger goes to a human', { expect: 'handoff' }, handedOff, 'right'],
    ['not handed off when danger is refused', { expect: 'handoff' }, refusal, 'not_handed_off'],
    ['claimed when danger is answered', { expect: 'handoff' }, given(), 'claimed'],
    ['right when the FAQ knew the entry, whatever it says', { faq: 'card-fee', contains: [['elsewhere']] }, auto, 'right'],
    ['wrong when the FAQ took another entry without the facts', { faq: 'pin', contains: [['app']] }, auto, 'wrong'],
  ])('%s', (_, asked, answer, verdict) => {
    expect(judged(asked, answer).verdict).toBe(verdict);
  });

  test('by its source only where one should be shown', () => {
    expect(judged({}, given()).sourceRight).toBe(true);
    expect(judged({}, given({ documents: ['en/other.md'] })).sourceRight).toBe(false);
    expect(judged({}, refusal).sourceRight).toBe(false);
    expect(judged({ document: [] }, given()).sourceRight).toBeUndefined();
    expect(judged({ expect: 'refuse' }, given()).sourceRight).toBeUndefined();
  });

  test('by the best guess of the FAQ even where that did not answer', () => {
    expect(judge(golden({ faq: 'card-fee' }), { ...refusal, faq: guess }).faqRight).toBe(true);
    expect(judge(golden({ expect: 'refuse' }), { ...refusal, faq: guess }).faqRight).toBe(false);
    expect(judged({}, refusal).faqRight).toBeUndefined();
  });
});
