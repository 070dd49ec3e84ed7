/**
 * Lets go of an answer sentence by sentence while a model writes it. What is let go of has passed the same check as a whole
 * answer, ends with a citation, and only grows.
 */
import { visible } from '../../../platform/text/index.js';
import type { LeavingCheck } from '../leaving.js';
import { parseAnswer } from '../parse.js';
import { splitSentences } from '../sentences.js';

/** What of an answer may be shown: its text with the model's own citations, and what they are, in their order. */
export interface Released {
  readonly text: string;
  readonly cited: readonly number[];
}

export class Release {
  readonly #check: LeavingCheck;
  #length = 0;
  #refuted = false;

  constructor(check: LeavingCheck) {
    this.#check = check;
  }

  /** A sentence with its citation does not hold: nothing that follows can make it hold. */
  get isRefuted(): boolean {
    return this.#refuted;
  }

  /** What may be shown of the text so far; undefined where that is no more than before. */
  take(textSoFar: string): Released | undefined {
    const whole = parseAnswer(visible(textSoFar));
    if (this.#refuted || whole.kind === 'declined') return undefined;
    const text = citedPart(whole.text);
    if (text.length <= this.#length) return undefined;
    const part = parseAnswer(text);
    if (part.kind === 'declined') return undefined;
    // What cites nothing itself may yet find its support in what is cited later.
    const sentences = part.sentences.filter(({ citations }) => citations.length > 0);
    this.#refuted = this.#check({ text: part.text, sentences }).length > 0;
    if (this.#refuted || this.#check(part).length > 0) return undefined;
    this.#length = text.length;
    return { text: part.text, cited: part.cited };
  }
}

/** The text up to its last citation, without the sentence that is still being written. */
function citedPart(text: string): string {
  let end = 0;
  let cited = 0;
  for (const sentence of splitSentences(text).slice(0, -1)) {
    end = text.indexOf(sentence, end) + sentence.length;
    if (/\[\d+\]/.test(sentence)) cited = end;
  }
  return text.slice(0, cited);
}
