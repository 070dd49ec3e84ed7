import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('./teller-process.js', import.meta.url));

interface Addresses {
  readonly url: string;
  readonly metricsUrl: string;
}

/** A process of the product that a test starts, kills and starts again. */
export class KillableTeller {
  readonly #env: Readonly<Record<string, string>>;
  #child: ChildProcess | undefined;
  #addresses: Addresses | undefined;

  constructor(env: Readonly<Record<string, string>>) {
    this.#env = env;
  }

  /** Its process id, while it runs. */
  get pid(): number {
    const pid = this.#child?.pid;
    if (pid === undefined) throw new Error('It does not run.');
    return pid;
  }

  /** Where it serves HTTP. */
  get url(): string {
    return this.#addresses?.url ?? '';
  }

  /** What Prometheus would scrape. */
  async metrics(): Promise<string> {
    const response = await fetch(`${this.#addresses?.metricsUrl ?? ''}/metrics`);
    return response.text();
  }

  /** Resolves when it runs. */
  async start(): Promise<void> {
    const child = fork(MAIN, { env: { PATH: process.env.PATH, ...this.#env }, stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
    this.#child = child;
    let errors = '';
    child.stderr?.on('data', (chunk: Buffer) => (errors += chunk.toString()));
    this.#addresses = await new Promise<Addresses>((resolve, reject) => {
      child.once('message', (addresses) => resolve(addresses as Addresses));
      child.once('exit', (code, signal) => reject(new Error(`Teller ended (${String(code ?? signal)}): ${errors}`)));
    });
  }

  /** SIGKILL: no handler of the process runs. */
  kill(): Promise<void> {
    return this.#end('SIGKILL');
  }

  /** SIGTERM. Resolves with the milliseconds it took to end. */
  async stop(): Promise<number> {
    const started = performance.now();
    await this.#end('SIGTERM');
    return performance.now() - started;
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const child = this.#child;
    this.#child = undefined;
    if (child?.exitCode !== null) return;
    const exited = new Promise((resolve) => child.once('exit', resolve));
    child.kill(signal);
    await exited;
  }
}
