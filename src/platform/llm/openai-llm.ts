import OpenAI from 'openai';
import type { ChatCompletionCreateParams, ChatCompletionCreateParamsNonStreaming } from 'openai/resources/chat/completions';
import { LlmUnavailable, translateProviderError } from './errors.js';
import { isEventStream, readEvents } from './events.js';
import type { Llm, LlmCallOptions, LlmCompletion, LlmRequest } from './llm.js';
import { estimateTokens } from './tokens.js';

export interface OpenAiLlmOptions {
  /** May be left out for a local server that asks for none. */
  apiKey?: string;
  /** Base of any server that speaks the chat completions API, with its `/v1`; OpenAI's own if left out. */
  baseUrl?: string;
  model: string;
}

/** Parameters some models refuse; each is left out (or renamed) once a model has said so. */
type Optional = (typeof OPTIONAL)[number];
const OPTIONAL = ['max_tokens', 'temperature', 'stream_options', 'stream'] as const;

/**
 * Chat completions of OpenAI or of any compatible server (vLLM, llama.cpp, a gateway). One attempt a call.
 */
export class OpenAiLlm implements Llm {
  readonly name: string;
  readonly #client: OpenAI;
  readonly #model: string;
  readonly #refused = new Set<Optional>();

  constructor(options: OpenAiLlmOptions) {
    this.name = `openai:${options.model}`;
    this.#model = options.model;
    this.#client = new OpenAI({
      apiKey: options.apiKey ?? 'none',
      baseURL: options.baseUrl ?? 'https://api.openai.com/v1',
      organization: null,
      project: null,
      maxRetries: 0,
      logLevel: 'off',
    });
  }

  async complete(request: LlmRequest, { signal, onText }: LlmCallOptions): Promise<LlmCompletion> {
    try {
      if (onText && !this.#refused.has('stream')) return await this.#stream(request, signal, onText);
      const body = (): ChatCompletionCreateParamsNonStreaming => this.#body(request);
      return readCompletion(await this.#send(() => this.#client.chat.completions.create(body(), { signal })), request);
    } catch (error) {
      throw translateProviderError(error, signal);
    }
  }

  async #stream(request: LlmRequest, signal: AbortSignal, onText: (text: string) => void): Promise<LlmCompletion> {
    const body = (): ChatCompletionCreateParams => ({
      ...this.#body(request),
      ...(!this.#refused.has('stream') && { stream: true }),
      ...(!this.#refused.has('stream') && !this.#refused.has('stream_options') && { stream_options: { include_usage: true } }),
    });
    const response = await this.#send(() => this.#client.chat.completions.create(body(), { signal }).asResponse());
    if (!isEventStream(response)) return readCompletion((await response.json()) as MaybeCompletion, request);
    let text = '';
    let finish: unknown;
    let usage: Usage;
    for await (const event of readEvents(response) as AsyncIterable<MaybeChunk>) {
      if (event?.error) throw new LlmUnavailable('server');
      const choice = event?.choices?.[0];
      finish = choice?.finish_reason ?? finish;
      usage = event?.usage ?? usage;
      if (typeof choice?.delta?.content !== 'string' || choice.delta.content === '') continue;
      text += choice.delta.content;
      onText(text);
    }
    if (finish === undefined) throw new LlmUnavailable('network');
    return readCompletion({ choices: [{ message: { content: text }, finish_reason: finish }], usage }, request);
  }

  async #send<T>(call: () => Promise<T>): Promise<T> {
    try {
      return await call();
    } catch (error) {
      const parameter = refusedParameter(error);
      if (parameter === undefined || this.#refused.has(parameter)) throw error;
      this.#refused.add(parameter);
      return await this.#send(call);
    }
  }

  #body(request: LlmRequest): ChatCompletionCreateParamsNonStreaming {
    const limit = this.#refused.has('max_tokens') ? 'max_completion_tokens' : 'max_tokens';
    return {
      model: this.#model,
      messages: [{ role: 'system', content: request.system }, ...request.messages],
      [limit]: request.maxTokens,
      ...(this.#refused.has('temperature') ? {} : { temperature: request.temperature }),
      ...(request.json === undefined
        ? {}
        : { response_format: { type: 'json_schema', json_schema: { ...request.json, strict: true } } }),
    };
  }
}

/** The parameter a 400 complains about, when it is one we can do without. */
function refusedParameter(error: unknown): Optional | undefined {
  if (!(error instanceof OpenAI.BadRequestError)) return undefined;
  return OPTIONAL.find((parameter) => parameter === error.param);
}

/** A compatible server may send anything: nothing of its shape is taken for granted. */
type MaybeCompletion = {
  readonly choices?: readonly { readonly message?: { readonly content?: unknown }; readonly finish_reason?: unknown }[];
  readonly usage?: Usage;
} | null;
type MaybeChunk = {
  readonly choices?: readonly { readonly delta?: { readonly content?: unknown }; readonly finish_reason?: unknown }[];
  readonly usage?: Usage;
  readonly error?: unknown;
} | null;
type Usage = { readonly prompt_tokens?: number; readonly completion_tokens?: number } | undefined;

function readCompletion(completion: MaybeCompletion, request: LlmRequest): LlmCompletion {
  const choice = completion?.choices?.[0];
  const text = choice?.message?.content;
  if (typeof text !== 'string' || text.trim() === '') throw new LlmUnavailable('malformed');
  return {
    text,
    inputTokens: completion?.usage?.prompt_tokens ?? estimateInput(request),
    outputTokens: completion?.usage?.completion_tokens ?? estimateTokens(text),
    truncated: choice?.finish_reason === 'length',
  };
}

function estimateInput(request: LlmRequest): number {
  return request.messages.reduce((sum, m) => sum + estimateTokens(m.content), estimateTokens(request.system));
}
