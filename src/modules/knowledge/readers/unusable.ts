import type { ProblemCode } from '../passage.js';

/** A document of which nothing can be used; the message is the detail for logs and admins. */
export class Unusable extends Error {
  override readonly name = 'Unusable';

  constructor(
    readonly code: ProblemCode,
    detail: string,
  ) {
    super(detail);
  }
}
