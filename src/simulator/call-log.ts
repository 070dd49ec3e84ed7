import type { Params } from './parameters.js';

/** One Bot API call as it was received and how it was answered. `at` is in milliseconds since 1970. */
export interface LoggedCall {
  readonly seq: number;
  readonly at: number;
  readonly bot_id: number;
  readonly method: string;
  params: Params;
  /** True once it was performed. False with `error_code` when refused, without it while still under way. */
  ok: boolean;
  error_code?: number;
  description?: string;
  /** Parameters, and fields inside them, that do not exist; Telegram would ignore them silently. */
  unknown_params?: string[];
}

export interface CallFilter {
  bot?: number | undefined;
  method?: string | undefined;
  /** Only calls whose `seq` is greater. */
  since?: number | undefined;
}

/** The last calls received, oldest first, bounded in number. `seq` starts at 1 and never repeats. */
export class CallLog {
  private calls: LoggedCall[] = [];
  private last = 0;

  constructor(private readonly capacity = 100_000) {}

  /** How many calls there have been since the start, forgotten ones included. */
  get count(): number {
    return this.last;
  }

  add(call: Omit<LoggedCall, 'seq' | 'ok'>): LoggedCall {
    const logged: LoggedCall = {
      seq: ++this.last,
      at: call.at,
      bot_id: call.bot_id,
      method: call.method,
      params: call.params,
      ok: false,
    };
    this.calls.push(logged);
    // Cutting only at twice the size makes the cost of forgetting constant per call.
    if (this.calls.length >= 2 * this.capacity) this.calls = this.calls.slice(-this.capacity);
    return logged;
  }

  list(filter: CallFilter = {}): LoggedCall[] {
    return this.calls
      .slice(-this.capacity)
      .filter(
        (call) =>
          (filter.bot === undefined || call.bot_id === filter.bot) &&
          (filter.method === undefined || call.method === filter.method) &&
          (filter.since === undefined || call.seq > filter.since),
      );
  }

  /** Forgets the calls, but goes on counting, so that a `since` held by somebody stays right. */
  clear(): void {
    this.calls = [];
  }
}
