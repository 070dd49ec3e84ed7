import { type Given, type GoldenQuestion, type Judged, judge } from '../../src/modules/evaluation/index.js';

export function golden(more: Partial<GoldenQuestion> = {}): GoldenQuestion {
  const given = { id: 'q', lang: 'en', question: 'How much?', topic: 'cards' } as const;
  return { ...given, expect: 'answer', document: ['en/cards.md'], contains: [['9,900 ₸']], ...more };
}

export function given(more: Partial<Given> = {}): Given {
  const answered = { outcome: 'answered', text: 'Gold: 9,900 ₸ a year.', confidence: 0.9 } as const;
  return { ...answered, documents: ['en/cards.md'], milliseconds: 4, ...more };
}

export const refusal = given({ outcome: 'refused', text: undefined, confidence: 0.2, documents: [] });

export function judged(asked: Partial<GoldenQuestion>, answer: Given): Judged {
  return judge(golden(asked), answer);
}
