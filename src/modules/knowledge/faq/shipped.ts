import type { Language } from '../../../platform/text/index.js';
import type { Calibration } from './calibration.js';

/**
 * Fitted by `bench/faq-defaults.ts` on the labelled questions of two banks, the sample bank's golden set and
 * `tests/fixtures/faq/fit.jsonl`: 705 questions, of which 401 have no entry, each asked of halves of the FAQ too.
 */
const SHIPPED: Readonly<Record<Language, Calibration>> = {
  ru: {
    language: 'ru',
    bias: -4.96,
    evidence: { lead: 0.45, near: 2.09, ahead: 0.02, covered: 4.2, said: 1.29, unknown: -0.37, opposed: -1.14, otherCase: -1.32 },
  },
  kk: {
    language: 'kk',
    bias: -4.97,
    evidence: { lead: 0.43, near: 2.23, covered: 4.06, said: 1.64, unknown: -0.31, opposed: -1.1, otherCase: -0.89 },
  },
  en: {
    language: 'en',
    bias: -4.82,
    evidence: { lead: 0.36, near: 2.26, ahead: 0.06, covered: 4.16, said: 1.76, unknown: -0.43, opposed: -0.69, otherCase: -1.19 },
  },
};

/**
 * The calibration for a language and an embedder, the bank's own before the shipped one. Without one that was fitted with
 * this embedder's vectors it is the one without vectors: a likeness that nobody has measured proves nothing.
 */
export function calibrationFor(language: Language, embedding: string | undefined, own: readonly Calibration[]): Calibration {
  const given = own.filter((each) => each.language === language);
  const fitted = given.find((each) => each.embedding === embedding) ?? given.find((each) => each.embedding === undefined);
  return fitted ?? SHIPPED[language];
}
