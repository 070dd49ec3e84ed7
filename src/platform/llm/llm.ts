/**
 * The port to a language model. An implementation sends what it is given and returns text: no tools, no
 * memory, no identity of the person who asks. What it throws is an `LlmUnavailable`, an `LlmRejected`, or the
 * reason of the caller's own abort signal; none of them carries a word of the request or of the model's
 * answer.
 */
export interface Llm {
  /** Provider and model, for logs and metrics. */
  readonly name: string;
  complete(request: LlmRequest, options: LlmCallOptions): Promise<LlmCompletion>;
}

export interface LlmMessage {
  role: 'user' | 'assistant';
  content: string;
}

export interface LlmRequest {
  system: string;
  messages: LlmMessage[];
  /** Upper bound of the answer, in tokens. */
  maxTokens: number;
  /** 0 is the most repeatable; a provider that has no such setting ignores it. */
  temperature: number;
  /** Ask for JSON of this schema; the text is then a JSON document, which the caller still has to check. */
  json?: { name: string; schema: Record<string, unknown> };
}

export interface LlmCallOptions {
  /** Aborting it ends the call at once with the signal's reason. */
  signal: AbortSignal;
  /** A shorter limit than the configured one, in milliseconds. Honoured by `withResilience`. */
  timeoutMs?: number;
  /**
   * Wanted where the answer is of use before it is whole: told all of its text so far whenever there is more. A second
   * attempt begins anew. Never told where the server cannot stream. What it is told may break off anywhere.
   */
  onText?: ((textSoFar: string) => void) | undefined;
}

export interface LlmCompletion {
  text: string;
  /** As the provider counted; estimated from the text where it does not count. */
  inputTokens: number;
  outputTokens: number;
  /** The answer ran into `maxTokens`: its last sentence may be cut. */
  truncated: boolean;
}
