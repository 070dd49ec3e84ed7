interface DayOptions {
  readonly clock: () => Date;
  readonly timeZone?: string;
  readonly timeZoneOf?: (botId: number) => Promise<string>;
}

/** Which day it is, for documents that hold from one day to another. */
export class Days {
  readonly #options: DayOptions;
  readonly #formats = new Map<string | undefined, Intl.DateTimeFormat>();

  constructor(options: DayOptions) {
    this.#options = options;
  }

  /** Today by the clocks of a bot. */
  async today(botId: number | undefined): Promise<string> {
    const { clock, timeZone, timeZoneOf } = this.#options;
    const zone = botId !== undefined && timeZoneOf ? await timeZoneOf(botId) : timeZone;
    const format = this.#formats.get(zone) ?? dayFormat(zone);
    this.#formats.set(zone, format);
    return format.format(clock());
  }
}

/** The day of a moment by the clocks of a time zone, `YYYY-MM-DD`. */
export function dayIn(timeZone: string, at: Date): string {
  return dayFormat(timeZone).format(at);
}

function dayFormat(timeZone: string | undefined): Intl.DateTimeFormat {
  const date = { year: 'numeric', month: '2-digit', day: '2-digit' } as const;
  return new Intl.DateTimeFormat('en-CA', { ...date, ...(timeZone !== undefined && { timeZone }) });
}
