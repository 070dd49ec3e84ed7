import Anthropic from '@anthropic-ai/sdk';
import { LlmUnavailable, translateProviderError } from './errors.js';
import { isEventStream, readEvents } from './events.js';
import type { Llm, LlmCallOptions, LlmCompletion, LlmRequest } from './llm.js';
import { estimateTokens } from './tokens.js';

export interface AnthropicLlmOptions {
  apiKey: string;
  baseUrl?: string;
  model: string;
}

/** Anthropic's messages API, one attempt a call. It has no `temperature`, so that wish is ignored. */
export class AnthropicLlm implements Llm {
  readonly name: string;
  readonly #client: Anthropic;
  readonly #model: string;

  constructor(options: AnthropicLlmOptions) {
    this.name = `anthropic:${options.model}`;
    this.#model = options.model;
    this.#client = new Anthropic({
      apiKey: options.apiKey,
      authToken: null,
      baseURL: options.baseUrl ?? 'https://api.anthropic.com',
      maxRetries: 0,
      logLevel: 'off',
    });
  }

  async complete(request: LlmRequest, { signal, onText }: LlmCallOptions): Promise<LlmCompletion> {
    const body = this.#body(request);
    try {
      if (!onText) return readMessage(await this.#client.messages.create(body, { signal }));
      const response = await this.#client.messages.create({ ...body, stream: true }, { signal }).asResponse();
      if (!isEventStream(response)) return readMessage((await response.json()) as MaybeMessage);
      return readMessage(await readStream(response, onText));
    } catch (error) {
      throw translateProviderError(error, signal);
    }
  }

  #body(request: LlmRequest): Anthropic.MessageCreateParamsNonStreaming {
    return {
      model: this.#model,
      system: request.system,
      messages: request.messages,
      max_tokens: request.maxTokens,
      ...(request.json && { output_config: { format: { type: 'json_schema', schema: request.json.schema } } }),
    };
  }
}

type MaybeMessage = {
  readonly content?: readonly { readonly type: string; readonly text?: string }[];
  readonly usage?: { readonly input_tokens?: number; readonly output_tokens?: number };
  readonly stop_reason?: string | null;
} | null;

/** What the events of a stream say; each has some of it. */
type MaybeEvent = {
  readonly type?: string;
  readonly message?: MaybeMessage;
  readonly delta?: { readonly text?: unknown; readonly stop_reason?: string | null };
  readonly usage?: { readonly output_tokens?: number };
} | null;

async function readStream(response: Response, onText: (text: string) => void): Promise<MaybeMessage> {
  let text = '';
  let usage: { input_tokens?: number; output_tokens?: number } = {};
  let stop: string | null | undefined;
  for await (const event of readEvents(response) as AsyncIterable<MaybeEvent>) {
    if (event?.type === 'error') throw new LlmUnavailable('server');
    usage = { ...usage, ...event?.message?.usage, ...event?.usage };
    stop = event?.delta?.stop_reason ?? stop;
    if (typeof event?.delta?.text !== 'string' || event.delta.text === '') continue;
    text += event.delta.text;
    onText(text);
  }
  if (!stop) throw new LlmUnavailable('network');
  return { content: [{ type: 'text', text }], usage, stop_reason: stop };
}

/** A gateway in between may send anything: nothing of the shape is taken for granted. */
function readMessage(message: MaybeMessage): LlmCompletion {
  const content: NonNullable<MaybeMessage>['content'] = message?.content;
  if (!content || !Array.isArray(content)) throw new LlmUnavailable('malformed');
  const text = content.map((block: { type: string; text?: string }) => (block.type === 'text' ? (block.text ?? '') : '')).join('');
  if (text.trim() === '') throw new LlmUnavailable('malformed');
  return {
    text,
    inputTokens: message?.usage?.input_tokens ?? 0,
    outputTokens: message?.usage?.output_tokens ?? estimateTokens(text),
    truncated: message?.stop_reason === 'max_tokens',
  };
}
