import { conflict } from './errors.js';
import type { QueuedUpdate, UpdateQueue } from './update-queue.js';

/**
 * getUpdates: one request at a time waits for a bot; a newer one ends the earlier with 409, as Telegram
 * does.
 */

const OTHER_POLLER =
  'terminated by other getUpdates request; make sure that only one bot instance is running';

interface Waiting {
  limit: number;
  resolve: (updates: QueuedUpdate[]) => void;
  reject: (error: Error) => void;
  timer: NodeJS.Timeout;
}

export interface PollResult {
  updates: Promise<QueuedUpdate[]>;
  /** To be called when the client went away: nothing will be handed to it any more. */
  leave: () => void;
}

export class LongPoll {
  private waiting: Waiting | undefined;
  private waking = false;

  constructor(private readonly queue: UpdateQueue) {}

  /** Its updates resolve as soon as there are any, or empty after `timeoutMs`. */
  wait(limit: number, timeoutMs: number): PollResult {
    this.end(OTHER_POLLER);
    const ready = this.queue.peek(limit);
    if (ready.length > 0 || timeoutMs <= 0) return { updates: Promise.resolve(ready), leave: () => undefined };
    const updates = new Promise<QueuedUpdate[]>((resolve, reject) => {
      const timer = setTimeout(() => this.finish([]), timeoutMs);
      this.waiting = { limit, resolve, reject, timer };
    });
    const mine = this.waiting;
    const leave = (): void => {
      if (this.waiting === mine) this.forget();
    };
    return { updates, leave };
  }

  /**
   * Gives what is queued to whoever waits, once the present turn is over, so that a burst leaves as one
   * batch.
   */
  wake(): void {
    if (!this.waiting || this.waking) return;
    this.waking = true;
    setImmediate(() => {
      this.waking = false;
      if (!this.waiting) return;
      const updates = this.queue.peek(this.waiting.limit);
      if (updates.length > 0) this.finish(updates);
    });
  }

  /** Ends the waiting request, if any, with a 409. */
  end(reason: string): void {
    const { waiting } = this;
    if (!waiting) return;
    this.forget();
    waiting.reject(conflict(reason));
  }

  private forget(): void {
    clearTimeout(this.waiting?.timer);
    this.waiting = undefined;
  }

  private finish(updates: QueuedUpdate[]): void {
    const { waiting } = this;
    this.forget();
    waiting?.resolve(updates);
  }
}
