/**
 * What the model costs a bot, by the day of its time zone. A call is recorded right after it, in a transaction of its own: a
 * crash loses the count of the calls under way at most. What a call that failed has cost is unknown and not counted, but for
 * a stream that was broken off, which is estimated. Before each call the sum so far is compared with the bank's limit: calls
 * at work at that moment may go beyond it.
 */
import type { Database, Tx } from '../../../platform/db/database.js';
import { TenantBatcher } from '../../../platform/db/tenant-batcher.js';
import { tenantTransaction } from '../../../platform/db/tenant.js';
import { type Llm, type LlmRequest, type Price, costOf, estimateTokens } from '../../../platform/llm/index.js';
import type { BotSettings, Settings } from '../../bots/index.js';

export interface Tokens {
  readonly inputTokens: number;
  readonly outputTokens: number;
}

/** What is asked before and told after each call of the model. */
export interface Spending {
  /** Whether the bot has not spent all that it may spend today. */
  mayCall(botId: number): Promise<boolean>;
  spent(botId: number, tokens: Tokens): Promise<void>;
}

export interface SpendingParts {
  readonly db: Database;
  readonly settings: BotSettings;
  readonly model: string;
  readonly price: Price;
  /** Told of every call, for the metrics; `cost` in US dollars. */
  readonly called: (botId: number, tokens: Tokens, cost: number) => void;
  /** Told of every answer that goes without the model for the limit's sake; `isFirst` of them in a row. */
  readonly refused: (botId: number, isFirst: boolean) => void;
}

/** What a bot has used of the models on a day. */
export interface Used {
  readonly tokens: number;
  /** US dollars. */
  readonly cost: number;
}

export class RecordedSpending implements Spending {
  readonly #parts: SpendingParts;
  readonly #records: TenantBatcher<Tokens, undefined>;
  readonly #refusing = new Set<number>();

  constructor(parts: SpendingParts) {
    this.#parts = parts;
    this.#records = new TenantBatcher(parts.db, (tx, botId, calls) => this.#record(tx, botId, calls));
  }

  async mayCall(botId: number): Promise<boolean> {
    const { db, refused } = this.#parts;
    const settings = await this.#parts.settings.get(botId);
    const spent = hasLimit(settings) && isSpent(settings, await tenantTransaction(db, botId, (tx) => usedToday(tx, settings)));
    if (spent) refused(botId, !this.#refusing.has(botId));
    if (spent) this.#refusing.add(botId);
    else this.#refusing.delete(botId);
    return !spent;
  }

  async spent(botId: number, tokens: Tokens): Promise<void> {
    this.#parts.called(botId, tokens, costOf(this.#parts.price, tokens));
    await this.#records.add(botId, tokens);
  }

  async #record(tx: Tx, botId: number, calls: readonly Tokens[]): Promise<undefined[]> {
    const { settings, model, price } = this.#parts;
    const { workingHours } = await settings.get(botId);
    const inputTokens = calls.reduce((sum, call) => sum + call.inputTokens, 0);
    const outputTokens = calls.reduce((sum, call) => sum + call.outputTokens, 0);
    await tx.raw(
      `insert into llm_usage (bot_id, day, model, calls, input_tokens, output_tokens, cost)
       values (?, (now() at time zone ?)::date, ?, ?, ?, ?, ?)
       on conflict (bot_id, day, model) do update set calls = llm_usage.calls + excluded.calls,
         input_tokens = llm_usage.input_tokens + excluded.input_tokens,
         output_tokens = llm_usage.output_tokens + excluded.output_tokens, cost = llm_usage.cost + excluded.cost`,
      [botId, workingHours.timeZone, model, calls.length, inputTokens, outputTokens, costOf(price, { inputTokens, outputTokens })],
    );
    return calls.map(() => undefined);
  }
}

/** What the bot has used since its midnight. */
export async function usedToday(tx: Tx, { workingHours }: Settings): Promise<Used> {
  const { rows } = await tx.raw<{ rows: Used[] }>(
    `select coalesce(sum(input_tokens + output_tokens), 0)::float8 as tokens, coalesce(sum(cost), 0)::float8 as cost
     from llm_usage where day = (now() at time zone ?)::date`,
    [workingHours.timeZone],
  );
  return rows[0] ?? { tokens: 0, cost: 0 };
}

/** Whether today's limit is reached: answers are then quotations. */
export function isSpent({ limits }: Settings, { tokens, cost }: Used): boolean {
  const { llmTokensPerDay, llmCostPerDay } = limits;
  return (llmTokensPerDay !== null && tokens >= llmTokensPerDay) || (llmCostPerDay !== null && cost >= llmCostPerDay);
}

function hasLimit({ limits }: Settings): boolean {
  return limits.llmTokensPerDay !== null || limits.llmCostPerDay !== null;
}

/** The model on the account of a bot. */
export function onAccountOf(botId: number, llm: Llm, spending: Spending): Llm {
  return {
    name: llm.name,
    async complete(request, call) {
      let written = '';
      const onText = call.onText && ((text: string): void => call.onText?.((written = text)));
      try {
        const completion = await llm.complete(request, { ...call, onText });
        await spending.spent(botId, completion);
        return completion;
      } catch (error) {
        if (written !== '') await spending.spent(botId, estimate(request, written));
        throw error;
      }
    },
  };
}

function estimate({ system, messages }: LlmRequest, written: string): Tokens {
  const inputTokens = messages.reduce((sum, { content }) => sum + estimateTokens(content), estimateTokens(system));
  return { inputTokens, outputTokens: estimateTokens(written) };
}
