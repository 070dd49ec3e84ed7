import { once } from 'node:events';
import { type IncomingMessage, type Server, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

/** Passes what Telegram posts on to one process after the other, whichever of them runs the bot. */
export class Balancer {
  /** How many posts each process has taken in, by its URL. */
  readonly taken = new Map<string, number>();
  readonly #server: Server;
  #targets: readonly string[] = [];
  #next = 0;

  private constructor() {
    this.#server = createServer((request, response) => void this.#passOn(request, response));
  }

  static async start(): Promise<Balancer> {
    const balancer = new Balancer();
    balancer.#server.listen(0, '127.0.0.1');
    await once(balancer.#server, 'listening');
    return balancer;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  balance(...targets: readonly string[]): void {
    this.#targets = targets;
  }

  async release(): Promise<void> {
    this.#server.close();
    this.#server.closeAllConnections();
    await once(this.#server, 'close');
  }

  async #passOn(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const target = this.#targets[this.#next++ % this.#targets.length] ?? '';
    try {
      const secret = String(request.headers['x-telegram-bot-api-secret-token']);
      const headers = { 'content-type': 'application/json', 'x-telegram-bot-api-secret-token': secret };
      const { status } = await fetch(`${target}${request.url ?? ''}`, { method: 'POST', headers, body: await buffer(request) });
      if (status === 200) this.taken.set(target, (this.taken.get(target) ?? 0) + 1);
      response.writeHead(status).end();
    } catch {
      // A process that is gone; Telegram tries again.
      response.writeHead(502).end();
    }
  }
}
