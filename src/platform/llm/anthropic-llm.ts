import Anthropic from '@anthropic-ai/sdk';
import { LlmUnavailable, translateProviderError } from './errors.js';
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

  async complete(request: LlmRequest, { signal }: LlmCallOptions): Promise<LlmCompletion> {
    try {
      const message = await this.#client.messages.create(
        {
          model: this.#model,
          system: request.system,
          messages: request.messages,
          max_tokens: request.maxTokens,
          ...(request.json === undefined
            ? {}
            : { output_config: { format: { type: 'json_schema', schema: request.json.schema } } }),
        },
        { signal },
      );
      return readMessage(message);
    } catch (error) {
      throw translateProviderError(error, signal);
    }
  }
}

/** A gateway in between may send anything: nothing of the shape is taken for granted. */
function readMessage(message: Partial<Anthropic.Message> | null): LlmCompletion {
  if (!Array.isArray(message?.content)) throw new LlmUnavailable('malformed');
  const text = message.content.map((block) => (block.type === 'text' ? block.text : '')).join('');
  if (text.trim() === '') throw new LlmUnavailable('malformed');
  return {
    text,
    inputTokens: message.usage?.input_tokens ?? 0,
    outputTokens: message.usage?.output_tokens ?? estimateTokens(text),
    truncated: message.stop_reason === 'max_tokens',
  };
}
