import OpenAI from 'openai';
import { z } from 'zod';
import type { Embedder } from './embedder.js';
import { EmbeddingUnavailable, normalise } from './embedder.js';

const BATCH = 128;
const RETRIES = 1;

const Answer = z.object({
  data: z.array(z.object({ index: z.number().int().nonnegative(), embedding: z.array(z.number()).min(1) })),
});

export interface OpenAiEmbedderOptions {
  readonly model: string;
  /** May be left out for a local server that asks for none. */
  readonly apiKey?: string;
  /** Base of any server with OpenAI's `/embeddings`, with its `/v1`; OpenAI's own when left out. */
  readonly baseUrl?: string;
  /** Longest time for one request, in milliseconds; 30 000 when left out. */
  readonly timeoutMs?: number;
}

/**
 * Embeddings of OpenAI or any compatible server: 128 texts a request, one request after another, each tried
 * twice where a second try can help (timeout, network, 408, 409, 429, 5xx).
 */
export class OpenAiEmbedder implements Embedder {
  readonly model: string;
  readonly #client: OpenAI;
  #dimension = 0;

  constructor(options: OpenAiEmbedderOptions) {
    this.model = options.model;
    this.#client = new OpenAI({
      apiKey: options.apiKey ?? 'none',
      baseURL: options.baseUrl ?? 'https://api.openai.com/v1',
      organization: null,
      project: null,
      timeout: options.timeoutMs ?? 30_000,
      maxRetries: RETRIES,
      logLevel: 'off',
    });
  }

  get dimension(): number {
    return this.#dimension;
  }

  async embed(texts: readonly string[]): Promise<Float32Array[]> {
    const vectors: Float32Array[] = [];
    for (let start = 0; start < texts.length; start += BATCH) {
      vectors.push(...(await this.#embedBatch(texts.slice(start, start + BATCH))));
    }
    return vectors;
  }

  async #embedBatch(texts: readonly string[]): Promise<Float32Array[]> {
    const answer = Answer.safeParse(await this.#request(texts));
    if (!answer.success) throw new EmbeddingUnavailable('the answer holds no vectors');
    const vectors = new Map(answer.data.data.map(({ index, embedding }) => [index, embedding]));
    return texts.map((_, index) => this.#checked(vectors.get(index)));
  }

  /** Errors lose the provider's message, which may quote the texts. */
  async #request(texts: readonly string[]): Promise<unknown> {
    try {
      // The servers refuse an empty text; a blank one means as little.
      const input = texts.map((text) => text || ' ');
      return await this.#client.embeddings.create({ model: this.model, input, encoding_format: 'float' });
    } catch (error) {
      const status: unknown = error instanceof OpenAI.APIError ? error.status : undefined;
      const answered = typeof status === 'number' ? `the server answered ${status}` : 'the server did not answer';
      throw new EmbeddingUnavailable(answered);
    }
  }

  #checked(values: number[] | undefined): Float32Array {
    if (!values) throw new EmbeddingUnavailable('the answer lacks a vector');
    if (this.#dimension === 0) this.#dimension = values.length;
    if (values.length !== this.#dimension) {
      throw new EmbeddingUnavailable(`a vector has ${values.length} numbers instead of ${this.#dimension}`);
    }
    return normalise(Float32Array.from(values));
  }
}
