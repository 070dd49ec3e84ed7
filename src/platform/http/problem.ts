/** What went wrong with a request, as RFC 9457 tells it: thrown anywhere, answered by the HTTP surface. */

export interface FieldError {
  /** Where in the request: `body.name`, `querystring.limit`. */
  readonly field: string;
  readonly message: string;
}

export interface ProblemOptions {
  readonly errors?: readonly FieldError[];
  readonly retryAfterSeconds?: number;
}

export class Problem extends Error {
  readonly errors: readonly FieldError[] | undefined;
  readonly retryAfterSeconds: number | undefined;

  /**
   * @param code stable, for programs
   * @param detail a sentence for people, without anybody's data
   */
  constructor(
    readonly status: number,
    readonly code: string,
    detail: string,
    { errors, retryAfterSeconds }: ProblemOptions = {},
  ) {
    super(detail);
    this.name = 'Problem';
    this.errors = errors;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

export function notFound(what: string): Problem {
  return new Problem(404, 'not_found', `There is no such ${what}.`);
}

export function invalid(field: string, message: string): Problem {
  return new Problem(422, 'invalid', 'The request does not say what it should.', { errors: [{ field, message }] });
}
