import { BotApiError, tooManyRequests } from './errors.js';

export const FAULT_KINDS = [
  '429',
  '5xx',
  '400',
  '403',
  'hang',
  'reset',
  'reset_after_accept',
  'latency',
] as const;

export type FaultKind = (typeof FAULT_KINDS)[number];

export interface FaultSpec {
  kind: FaultKind;
  /** Each of the three narrows what is hit; absent means any. */
  bot_id?: number | undefined;
  method?: string | undefined;
  chat_id?: number | undefined;
  /** Seconds, for 429; default 1. */
  retry_after?: number | undefined;
  /** How long `latency` waits before the call is performed. */
  ms?: number | undefined;
  /** How many calls are hit; default 1, 0 = until removed. */
  times?: number | undefined;
  /** 0..1; default 1. */
  probability?: number | undefined;
  error_code?: number | undefined;
  description?: string | undefined;
}

interface Fault extends FaultSpec {
  id: number;
  left: number;
}

/** Faults to commit on Bot API calls, first match first. */
export class Faults {
  private faults: Fault[] = [];
  private lastId = 0;

  add(spec: FaultSpec): number {
    const times = spec.times ?? 1;
    this.faults.push({ ...spec, id: ++this.lastId, left: times === 0 ? Infinity : times });
    return this.lastId;
  }

  remove(id: number): boolean {
    const before = this.faults.length;
    this.faults = this.faults.filter((fault) => fault.id !== id);
    return this.faults.length < before;
  }

  clear(): void {
    this.faults = [];
  }

  /** The fault to commit on this call, which is thereby used up once; undefined lets the call through. */
  take(botId: number, method: string, chatId: unknown): FaultSpec | undefined {
    for (const fault of this.faults) {
      if (fault.bot_id !== undefined && fault.bot_id !== botId) continue;
      if (fault.method !== undefined && fault.method !== method) continue;
      if (fault.chat_id !== undefined && fault.chat_id !== chatId) continue;
      if (fault.probability !== undefined && Math.random() >= fault.probability) continue;
      fault.left -= 1;
      if (fault.left <= 0) this.remove(fault.id);
      return fault;
    }
    return undefined;
  }
}

/** The refusal that a fault of the kinds 429, 5xx, 400 and 403 answers with. */
export function faultError(fault: FaultSpec): BotApiError {
  if (fault.kind === '429') {
    const error = tooManyRequests(fault.retry_after ?? 1);
    return fault.description === undefined
      ? error
      : new BotApiError(429, fault.description, error.parameters);
  }
  const code = fault.error_code ?? (fault.kind === '5xx' ? 500 : Number(fault.kind));
  return new BotApiError(code, fault.description ?? DESCRIPTIONS[code] ?? 'Internal Server Error');
}

const DESCRIPTIONS: Readonly<Record<number, string>> = {
  400: 'Bad Request: simulated fault',
  403: 'Forbidden: bot was blocked by the user',
  500: 'Internal Server Error',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
  504: 'Gateway Timeout',
};
