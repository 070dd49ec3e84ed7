import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';
import type { Answer, RepairResult, Tokens } from '../modules/answers/index.js';
import type { TransportEvents } from '../telegram/transport-events.js';

const SECONDS = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30];

/** What Prometheus scrapes. One function per business event; labels have few values and name no customer. */
export class Metrics {
  readonly registry = new Registry();
  readonly #received = this.#counter('teller_updates_received_total', 'Updates stored in the inbox', ['bot']);
  readonly #dead = this.#counter('teller_updates_dead_total', 'Updates put aside after too many failures', ['bot']);
  readonly #limited = this.#counter('teller_updates_limited_total', 'Updates dropped because one person sent too many', ['bot']);
  readonly #sends = this.#counter('teller_sends_total', 'Bot API calls of the outbox by result', ['bot', 'result']);
  readonly #mailed = this.#counter('teller_broadcast_sends_total', 'Calls of broadcasts by result', ['bot', 'result']);
  readonly #floods = this.#counter('teller_telegram_429_total', 'Answers 429 by Telegram', ['bot']);
  readonly #pollFailures = this.#counter('teller_poll_failures_total', 'Failed polls by reason', ['bot', 'reason']);
  readonly #answers = this.#counter('teller_answers_total', 'Answers by outcome', ['bot', 'outcome']);
  readonly #llmErrors = this.#counter('teller_llm_errors_total', 'Failed calls of the language model', ['reason']);
  readonly #llmTokens = this.#counter('teller_llm_tokens_total', 'Tokens of the language model', ['bot', 'direction']);
  readonly #llmCost = this.#counter('teller_llm_cost_total', 'US dollars for calls of the language model', ['bot']);
  readonly #llmLimited = this.#counter('teller_llm_limited_total', 'Answers made without the model, the limit of the day being reached', ['bot']);
  readonly #llmRepairs = this.#counter('teller_llm_repairs_total', 'Second tries at answers that did not hold', ['result']);
  readonly #cacheLooks = this.#counter('teller_answer_cache_total', 'Answers looked for among those given before', ['result']);
  readonly #jobFailures = this.#counter('teller_job_failures_total', 'Tries of jobs that failed', ['queue']);
  readonly #queueTroubles = this.#counter('teller_queue_errors_total', 'Times the job queue could not be reached or took nothing', []);
  readonly #handling = this.#histogram('teller_handling_seconds', 'From an update taken to its effects committed', ['bot']);
  readonly #answering = this.#histogram('teller_answer_seconds', 'From a question taken to its answer committed', ['mode']);
  readonly #jobs = this.#histogram('teller_job_seconds', 'A job taken to its end', ['queue']);
  readonly #retrieval = this.#histogram('teller_retrieval_seconds', 'One search of the knowledge base', []);

  constructor() {
    collectDefaultMetrics({ register: this.registry });
  }

  readonly transport: TransportEvents = {
    updatesReceived: (botId, count) => this.#received.inc({ bot: String(botId) }, count),
    updateHandled: (botId, seconds) => this.#handling.observe({ bot: String(botId) }, seconds),
    updateDead: (botId) => this.#dead.inc({ bot: String(botId) }),
    callMade: (botId, result) => {
      this.#sends.inc({ bot: String(botId), result });
      if (result === 'flood') this.#floods.inc({ bot: String(botId) });
    },
    mailed: (botId, result) => this.#mailed.inc({ bot: String(botId), result }),
    pollFailed: (botId, reason) => this.#pollFailures.inc({ bot: String(botId), reason }),
  };

  answered(botId: number, { outcome, mode }: Answer, seconds: number): void {
    this.#answers.inc({ bot: String(botId), outcome });
    this.#answering.observe({ mode }, seconds);
  }

  llmCalled(botId: number, { inputTokens, outputTokens }: Tokens, cost: number): void {
    const bot = String(botId);
    this.#llmTokens.inc({ bot, direction: 'input' }, inputTokens);
    this.#llmTokens.inc({ bot, direction: 'output' }, outputTokens);
    this.#llmCost.inc({ bot }, cost);
  }

  llmLimited(botId: number): void {
    this.#llmLimited.inc({ bot: String(botId) });
  }

  answerRepaired(result: RepairResult): void {
    this.#llmRepairs.inc({ result });
  }

  cacheLooked(result: 'hit' | 'miss'): void {
    this.#cacheLooks.inc({ result });
  }

  limited(botId: number): void {
    this.#limited.inc({ bot: String(botId) });
  }

  jobFinished(queue: string, seconds: number): void {
    this.#jobs.observe({ queue }, seconds);
  }

  jobFailed(queue: string): void {
    this.#jobFailures.inc({ queue });
  }

  queueTroubled(): void {
    this.#queueTroubles.inc();
  }

  llmFailed(reason: string): void {
    this.#llmErrors.inc({ reason });
  }

  retrieved(seconds: number): void {
    this.#retrieval.observe(seconds);
  }

  /** A value that is read when somebody scrapes. */
  gauge(name: string, help: string, read: () => number): void {
    const gauge: Gauge = new Gauge({ name, help, registers: [this.registry], collect: () => gauge.set(read()) });
  }

  /** Values by a label, read when somebody scrapes: none while they cannot be had. */
  gauges(name: string, help: string, label: string, read: () => Promise<ReadonlyMap<string, number> | undefined>): void {
    const collect = async (): Promise<void> => {
      const values = await read();
      gauge.reset();
      for (const [value, count] of values ?? []) gauge.set({ [label]: value }, count);
    };
    const gauge: Gauge = new Gauge({ name, help, labelNames: [label], registers: [this.registry], collect });
  }

  #counter<Label extends string>(name: string, help: string, labelNames: readonly Label[]): Counter<Label> {
    return new Counter({ name, help, labelNames, registers: [this.registry] });
  }

  #histogram<Label extends string>(name: string, help: string, labelNames: readonly Label[]): Histogram<Label> {
    return new Histogram({ name, help, labelNames, buckets: SECONDS, registers: [this.registry] });
  }
}
