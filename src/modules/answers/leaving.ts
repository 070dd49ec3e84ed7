/** All that is asked of what a model has written before any of it leaves. */
import type { Language } from '../../platform/text/index.js';
import { type GroundingPassage, type Unsupported, groundingCheck } from './grounding.js';
import { checkOutput } from './output-check.js';
import type { CitedSentence } from './parse.js';

/** What an answer, or the beginning of one, has in it that must not leave; empty where it may. */
export type LeavingCheck = (said: { readonly text: string; readonly sentences: readonly CitedSentence[] }) => Unsupported[];

interface Asked {
  readonly question: string;
  readonly lang: Language;
  /** What the model was told. */
  readonly system: string;
}

/** Citation numbers count the passages from 1. */
export function leavingCheck(passages: readonly GroundingPassage[], { question, lang, system }: Asked): LeavingCheck {
  const ground = groundingCheck(passages, question);
  return ({ text, sentences }) => {
    const unsupported = ground(sentences);
    if (unsupported.length > 0) return unsupported;
    const cited = [...new Set(sentences.flatMap(({ citations }) => citations))].flatMap((number) => passages[number - 1] ?? []);
    const evidence = cited.map((passage) => ({ text: `${passage.title}\n${passage.section}\n${passage.text}`, lang: passage.lang }));
    const problem = checkOutput({ text, sentences, lang, system, evidence });
    return problem === undefined ? [] : [{ kind: 'unfit', raw: problem }];
  };
}
