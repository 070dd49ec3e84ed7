/** Answers: the documents, who writes the answers, and the worker that gives them. */
import { join } from 'node:path';
import { type AnswerEngine, PostgresAnswerCache, RecordedSpending, type Spending, createAnswerEngine } from '../modules/answers/index.js';
import type { AnswerParts } from '../modules/answers/jobs.js';
import { ConversationLookup } from '../modules/conversations/index.js';
import { faqEntriesSource } from '../modules/faq/index.js';
import {
  type KnowledgeBase,
  type KnowledgeBaseOptions,
  KnowledgeSync,
  type OrderEmbeddings,
  createKnowledgeBase,
  folderSource,
  postgresEmbeddingCache,
  storedSource,
  wantEmbeddings,
} from '../modules/knowledge/index.js';
import { INDEX, indexKey } from '../modules/knowledge/jobs.js';
import { mask } from '../modules/privacy/index.js';
import { type Embedder, LocalEmbedder, OpenAiEmbedder } from '../platform/embeddings/index.js';
import { keptKey } from '../platform/crypto/kept-keys.js';
import { BlindIndex } from '../platform/crypto/key-ring.js';
import { AnthropicLlm, type Llm, LlmUnavailable, OpenAiLlm, knownPrice, withResilience } from '../platform/llm/index.js';
import type { BotApis } from './bots.js';
import type { Foundation } from './foundation.js';
import type { Jobs } from './jobs.js';

/** Resolves when it serves. */
export async function openKnowledge(
  foundation: Foundation,
  embedder: Embedder,
  { queue, events }: Jobs,
  clock: () => Date = () => new Date(),
): Promise<KnowledgeBase> {
  const { config, db, databaseUrl, log, lifecycle } = foundation;
  const { model } = embedder;
  const order: OrderEmbeddings = async (texts) => {
    await wantEmbeddings(db, model, [...texts].map(([hash, content]) => ({ hash, content })));
    // Found by looking at the rows when the queue does not take it.
    await queue.enqueue(INDEX, { model }, { key: indexKey({ model }) }).catch(events.troubled);
  };
  const knowledge = createKnowledgeBase({
    ...knowledgeOptions(foundation, embedder, clock),
    // Of two documents of one name, that of the database is used.
    sources: [
      folderSource(config.settings.dirs.contexts, log),
      storedSource({ db, databaseUrl, log, clock }),
      faqEntriesSource(db),
    ],
    // A vector of our own making costs less than the row that would ask for it.
    ...(config.settings.embeddings.kind !== 'local' && { order }),
  });
  lifecycle.onRelease('knowledge base', () => knowledge.release());
  const sync = new KnowledgeSync(db, databaseUrl, knowledge, log);
  lifecycle.onRelease('knowledge sync', () => sync.release());
  await sync.start();
  await knowledge.ready;
  return knowledge;
}

/**
 * The frequent questions alone, for a process that has no documents: read when they are asked for first, so that one that
 * is never asked holds nothing.
 */
export class LateFaq {
  readonly #foundation: Foundation;
  #opened: Promise<KnowledgeBase> | undefined;
  #sync: KnowledgeSync | undefined;

  constructor(foundation: Foundation) {
    this.#foundation = foundation;
  }

  get(): Promise<KnowledgeBase> {
    const opened = (this.#opened ??= this.#open());
    opened.catch(() => {
      if (this.#opened === opened) this.#opened = undefined;
    });
    return opened;
  }

  async release(): Promise<void> {
    const knowledge = await this.#opened?.catch(() => undefined);
    await this.#sync?.release();
    await knowledge?.release();
  }

  async #open(): Promise<KnowledgeBase> {
    const { config, db, databaseUrl, log } = this.#foundation;
    const knowledge = createKnowledgeBase({
      ...knowledgeOptions(this.#foundation, createEmbedder(config), () => new Date()),
      sources: [folderSource(config.settings.dirs.contexts, log, 'faq'), faqEntriesSource(db)],
    });
    this.#sync = new KnowledgeSync(db, databaseUrl, knowledge, log, { tells: false });
    await this.#sync.start();
    await knowledge.ready;
    return knowledge;
  }
}

function knowledgeOptions(
  { config, db, botSettings, log }: Foundation,
  embedder: Embedder,
  clock: () => Date,
): Omit<KnowledgeBaseOptions, 'sources'> {
  const indexDir = join(config.settings.dirs.data, 'index');
  const timeZoneOf = async (botId: number): Promise<string> => (await botSettings.get(botId)).workingHours.timeZone;
  return { embedder, cache: postgresEmbeddingCache(db), indexDir, log, clock, timeZoneOf };
}

export async function answerParts(foundation: Foundation, knowledge: KnowledgeBase, apis: BotApis): Promise<AnswerParts> {
  const { config, db, lookupDb, botSettings, texts, log, metrics } = foundation;
  const conversations = new ConversationLookup(lookupDb);
  return {
    db,
    engine: await createEngine(foundation, knowledge),
    streams: config.settings.ai.streams,
    settings: botSettings,
    autoResolveFrom: config.settings.autoResolveFrom,
    texts,
    defaultLocale: config.settings.defaultLocale,
    log,
    takeMessageId: () => conversations.takeMessageId(),
    showTyping: async (botId, chatId) => {
      const api = await apis.get(botId);
      await api.call('sendChatAction', { chat_id: chatId, action: 'typing' });
    },
    answered: (...event) => metrics.answered(...event),
  };
}

async function createEngine(foundation: Foundation, knowledge: KnowledgeBase): Promise<AnswerEngine> {
  const { config, db, keys, log, metrics } = foundation;
  const { timeoutMs, inputTokens } = config.settings.ai;
  return createAnswerEngine({
    retrieve: async (question, k) => {
      const started = performance.now();
      const found = await knowledge.search(question, k);
      metrics.retrieved((performance.now() - started) / 1000);
      return found;
    },
    matchFaq: (question) => knowledge.matchFaq(question),
    edition: (botId) => knowledge.version(botId),
    llm: createLlm(config, metrics, log),
    spending: createSpending(foundation),
    cache: new PostgresAnswerCache(db, new BlindIndex(await keptKey(db, keys, 'answer cache')), log),
    events: { repaired: (result) => metrics.answerRepaired(result), looked: (result) => metrics.cacheLooked(result) },
    mask,
    log,
    clock: () => performance.now(),
    timeoutMs,
    tokenBudget: inputTokens,
  });
}

/** Undefined where no model is called. */
function createSpending({ config, db, botSettings, log, metrics }: Foundation): Spending | undefined {
  const { provider, model, prices } = config.settings.ai;
  if (provider === 'extractive') return undefined;
  const known = knownPrice(model);
  const price = { input: prices.input ?? known?.input ?? 0, output: prices.output ?? known?.output ?? 0 };
  if (!known && (prices.input === undefined || prices.output === undefined)) {
    log.warn({ model }, 'the price of this model is not known and counts as 0; set LLM_PRICE_INPUT and LLM_PRICE_OUTPUT');
  }
  return new RecordedSpending({
    ...{ db, settings: botSettings, model, price },
    called: (...call) => metrics.llmCalled(...call),
    refused: (botId, isFirst) => {
      metrics.llmLimited(botId);
      if (isFirst) log.warn({ botId }, 'the daily limit of the language model is reached; answers are quotations until tomorrow');
    },
  });
}

function createLlm({ settings, secrets }: Foundation['config'], metrics: Foundation['metrics'], log: Foundation['log']): Llm | undefined {
  const { provider, baseUrl, model, timeoutMs } = settings.ai;
  if (provider === 'extractive') return undefined;
  const llm =
    provider === 'anthropic'
      ? new AnthropicLlm({ apiKey: secrets.anthropicApiKey ?? '', baseUrl, model })
      : new OpenAiLlm({ apiKey: secrets.openaiApiKey ?? '', baseUrl, model });
  return withResilience(llm, {
    timeoutMs,
    onError: (error, { number, willRetry }) => {
      const reason = error instanceof LlmUnavailable ? error.reason : 'rejected';
      metrics.llmFailed(reason);
      log.warn({ reason, attempt: number, willRetry, llm: llm.name }, 'a call of the language model failed');
    },
  });
}

export function createEmbedder({ settings, secrets }: Foundation['config']): Embedder {
  if (settings.embeddings.kind === 'local') return new LocalEmbedder();
  const { baseUrl, model } = settings.embeddings;
  return new OpenAiEmbedder({ apiKey: secrets.openaiApiKey ?? '', baseUrl, model });
}
