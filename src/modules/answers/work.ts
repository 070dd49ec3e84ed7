import type { Standalone } from './rewrite.js';
import type { Question, Retrieved } from './types.js';

/** One answer in the making. What people wrote in it is masked. */
export interface Work {
  readonly question: Question;
  readonly standalone: Standalone;
  readonly found: Retrieved;
  /** Names the documents and the day it is made from; undefined where nobody has told. */
  readonly edition: string | undefined;
  /** Something in the question was hidden. */
  readonly isMasked: boolean;
  /** On the engine's clock. */
  readonly deadline: number;
}
