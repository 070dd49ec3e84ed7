/** Milliseconds since 1970; runs with the machine's clock and can only be moved forwards. */
export class Clock {
  private ahead = 0;

  now(): number {
    return Date.now() + this.ahead;
  }

  /** Whole seconds, as Telegram writes dates. */
  seconds(): number {
    return Math.floor(this.now() / 1000);
  }

  advance(ms: number): void {
    this.ahead += Math.max(0, ms);
  }
}
