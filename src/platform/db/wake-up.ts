/**
 * LISTEN/NOTIFY: tells this process that another one has put something into a queue table. A hint only: whoever
 * listens also looks by itself from time to time, since a notification is lost while the connection is down.
 */
import pg from 'pg';
import type { Logger } from '../logging/logger.js';

export type Notified = (channel: string, payload: string) => void;

const RECONNECT_MS = 1_000;

export class WakeUp {
  readonly #url: string;
  readonly #channels: readonly string[];
  readonly #notified: Notified;
  readonly #log: Logger;
  #client: pg.Client | undefined;
  #timer: NodeJS.Timeout | undefined;
  #released = false;

  constructor(url: string, channels: readonly string[], notified: Notified, log: Logger) {
    this.#url = url;
    this.#channels = channels;
    this.#notified = notified;
    this.#log = log;
  }

  /** Connects, and again whenever the connection is lost. */
  async start(): Promise<void> {
    const client = new pg.Client({ connectionString: this.#url, application_name: 'teller wake-up', keepAlive: true });
    client.on('notification', ({ channel, payload }) => this.#notified(channel, payload ?? ''));
    client.on('error', (error) => this.#log.warn({ err: error }, 'the wake-up connection was lost'));
    client.once('end', () => this.#reconnect());
    this.#client = client;
    try {
      await client.connect();
      for (const channel of this.#channels) await client.query(`listen ${channel}`);
    } catch (error) {
      this.#log.warn({ err: error }, 'the wake-up connection could not be made');
      await client.end();
      this.#reconnect();
    }
  }

  async release(): Promise<void> {
    this.#released = true;
    clearTimeout(this.#timer);
    await this.#client?.end();
  }

  #reconnect(): void {
    if (this.#released) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.start(), RECONNECT_MS);
  }
}
