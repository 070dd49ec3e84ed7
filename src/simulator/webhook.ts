import http from 'node:http';
import https from 'node:https';
import type { Clock } from './clock.js';
import type { QueuedUpdate, UpdateQueue } from './update-queue.js';

/**
 * Pushes a bot's updates to its webhook: oldest first, up to `max_connections` at a time, those of one lane
 * (a chat's messages; a user's button presses) one after another. An update leaves the queue only with a
 * 2xx; anything else is tried again after a pause that doubles up to a minute, or after the `Retry-After`
 * the answer names.
 */

const REQUEST_TIMEOUT_MS = 60_000;
const MAX_PAUSE_MS = 60_000;
const MAX_RETRY_AFTER_S = 3600;

export interface WebhookTarget {
  url: string;
  secretToken: string | undefined;
  maxConnections: number;
}

interface Failure {
  message: string;
  retryAfterS: number | undefined;
}

/** Performs a method that the bot put into its answer to the webhook request; its result is not reported. */
export type ReplyCall = (call: Record<string, unknown>) => void;

export class Webhook {
  private target: WebhookTarget | undefined;
  private agent: http.Agent | https.Agent | undefined;
  private readonly busyLanes = new Set<string>();
  private readonly inFlight = new Set<QueuedUpdate>();
  private readonly failures = new Map<QueuedUpdate, number>();
  private readonly timers = new Set<NodeJS.Timeout>();
  private lastError: { date: number; message: string } | undefined;
  onReply: ReplyCall = () => {};

  constructor(
    private readonly queue: UpdateQueue,
    private readonly clock: Clock,
    private readonly settings: { webhookRetryMs: number },
  ) {}

  get active(): boolean {
    return this.target !== undefined;
  }

  /** Returns false when exactly this webhook was set before. */
  set(target: WebhookTarget): boolean {
    const before = this.target;
    this.clear();
    const options = { keepAlive: true, maxSockets: target.maxConnections };
    this.agent = target.url.startsWith('https:') ? new https.Agent(options) : new http.Agent(options);
    this.target = target;
    this.pump();
    return before?.url !== target.url || before.secretToken !== target.secretToken;
  }

  /** Stops pushing; requests under way are not waited for, their updates stay queued. */
  clear(): void {
    this.agent?.destroy();
    for (const timer of this.timers) clearTimeout(timer);
    this.timers.clear();
    this.busyLanes.clear();
    this.inFlight.clear();
    this.failures.clear();
    this.agent = undefined;
    this.target = undefined;
    this.lastError = undefined;
  }

  /** What getWebhookInfo answers. */
  info(): Record<string, unknown> {
    return {
      url: this.target?.url ?? '',
      has_custom_certificate: false,
      pending_update_count: this.queue.size,
      ...(this.lastError && {
        last_error_date: this.lastError.date,
        last_error_message: this.lastError.message,
      }),
      ...(this.target && { max_connections: this.target.maxConnections, ip_address: '127.0.0.1' }),
      ...(this.queue.allowedKinds && { allowed_updates: this.queue.allowedKinds }),
    };
  }

  /** Starts as many deliveries as may run now. */
  pump(): void {
    const { target } = this;
    if (!target || this.inFlight.size >= target.maxConnections) return;
    for (const update of this.queue.waiting()) {
      if (this.inFlight.size >= target.maxConnections) return;
      if (this.inFlight.has(update) || this.busyLanes.has(update.lane)) continue;
      this.inFlight.add(update);
      this.busyLanes.add(update.lane);
      this.post(target, update);
    }
  }

  private post(target: WebhookTarget, update: QueuedUpdate): void {
    const body = Buffer.from(update.json);
    const headers: http.OutgoingHttpHeaders = {
      'content-type': 'application/json',
      'content-length': body.length,
    };
    if (target.secretToken !== undefined) headers['x-telegram-bot-api-secret-token'] = target.secretToken;
    const module = target.url.startsWith('https:') ? https : http;
    const request = module.request(target.url, {
      method: 'POST',
      headers,
      ...(this.agent && { agent: this.agent }),
      timeout: REQUEST_TIMEOUT_MS,
    });
    // A webhook that was changed meanwhile must not settle what belongs to its successor.
    const settle = (failure: Failure | undefined): void => {
      if (this.target === target && this.inFlight.has(update)) this.settle(update, failure);
    };
    request.on('timeout', () => request.destroy(new Error('Read timeout expired')));
    request.on('error', (error: NodeJS.ErrnoException) => {
      const message = error.code === 'ECONNREFUSED' ? 'Connection refused' : error.message;
      settle({ message, retryAfterS: undefined });
    });
    request.on('response', (response) => this.readAnswer(response, settle));
    request.end(body);
  }

  private readAnswer(response: http.IncomingMessage, settle: (failure?: Failure) => void): void {
    const chunks: Buffer[] = [];
    response.on('data', (chunk: Buffer) => chunks.push(chunk));
    response.on('error', (error) => settle({ message: error.message, retryAfterS: undefined }));
    response.on('end', () => {
      const status = response.statusCode ?? 0;
      if (status >= 200 && status < 300) {
        settle();
        this.performReply(Buffer.concat(chunks).toString());
        return;
      }
      const message = `Wrong response from the webhook: ${status} ${response.statusMessage ?? ''}`.trim();
      const retryAfter = Number(response.headers['retry-after']);
      const retryAfterS = retryAfter > 0 ? Math.min(retryAfter, MAX_RETRY_AFTER_S) : undefined;
      settle({ message, retryAfterS });
    });
  }

  private performReply(body: string): void {
    if (!body.startsWith('{') || !body.includes('"method"')) return;
    try {
      this.onReply(JSON.parse(body) as Record<string, unknown>);
    } catch (error) {
      // Telegram takes any 2xx for an acknowledgement, whatever the body is; it is only noted.
      const message = `Wrong body in the webhook's answer: ${String(error)}`;
      this.lastError = { date: this.clock.seconds(), message };
    }
  }

  private settle(update: QueuedUpdate, failure: Failure | undefined): void {
    if (!failure) {
      this.queue.remove(update);
      this.failures.delete(update);
      this.release(update);
      return;
    }
    this.lastError = { date: this.clock.seconds(), message: failure.message };
    const times = (this.failures.get(update) ?? 0) + 1;
    this.failures.set(update, times);
    const growing = Math.min(MAX_PAUSE_MS, this.settings.webhookRetryMs * 2 ** (times - 1));
    const pause = failure.retryAfterS === undefined ? growing : failure.retryAfterS * 1000;
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      this.release(update);
    }, pause);
    this.timers.add(timer);
  }

  private release(update: QueuedUpdate): void {
    this.inFlight.delete(update);
    this.busyLanes.delete(update.lane);
    this.pump();
  }
}
