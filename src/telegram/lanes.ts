/**
 * Rows of a queue table taken into memory chat by chat: one lane per chat, in the order of the table; lanes run in
 * parallel. Bounded: a chat that floods fills its lane and leaves room for others, and the rest stays in the table.
 */
export interface Lane<Row> {
  readonly chatId: number;
  readonly rows: Row[];
  /** Failed attempts at the first row. */
  failures: number;
}

export interface LaneSource<Row> {
  /** The oldest rows still to do, without those in hand and without chats whose lanes are full. */
  load(except: InHand, limit: number): Promise<Row[]>;
  idOf(row: Row): number;
  /** A lane has a first row that may be worked on now. */
  ready(lane: Lane<Row>): void;
  /** A place for work has become free. */
  freed(): void;
  loadFailed(error: unknown): void;
}

export interface InHand {
  readonly ids: number[];
  readonly chatIds: number[];
}

const PAGE = 500;
/** From here on only chats with nothing in hand are let in, so that crowds of waiting chats keep out nobody else. */
const CROWDED = 500;
const CAPACITY = 5_000;
const LANE_CAPACITY = 20;
const RELOAD_PAUSE_MS = 1_000;

export class Lanes<Row extends { readonly chatId: number }> {
  readonly #source: LaneSource<Row>;
  readonly #lanes = new Map<number, Lane<Row>>();
  readonly #inHand = new Set<number>();
  readonly #timers = new Set<NodeJS.Timeout>();
  #active = 0;
  #stopped = false;
  #onIdle: (() => void) | undefined;
  #loading: Promise<void> | undefined;
  #loadAgain = false;
  /** The table may hold more than was taken into memory. */
  #behind = false;

  constructor(source: LaneSource<Row>) {
    this.#source = source;
  }

  get active(): number {
    return this.#active;
  }

  get stopped(): boolean {
    return this.#stopped;
  }

  /** Says that the table may hold something new. Cheap; may be called for nothing. */
  wake(): void {
    if (this.#stopped) return;
    this.#loadAgain = true;
    this.#loading ??= this.#load();
  }

  /** Starts nothing new and waits for the work and the reading under way. */
  async stop(): Promise<void> {
    this.#stopped = true;
    for (const timer of this.#timers) clearTimeout(timer);
    await this.#loading;
    if (this.#active > 0) await new Promise<void>((resolve) => (this.#onIdle = resolve));
  }

  /** Counts `work` as under way until it ends; `work` must not throw. */
  start(work: () => Promise<void>): void {
    this.#active++;
    void work().finally(() => {
      this.#active--;
      if (!this.#stopped) this.#source.freed();
      else if (this.#active === 0) this.#onIdle?.();
    });
  }

  /** The lane's first row is done with. */
  settle(lane: Lane<Row>): void {
    const row = lane.rows.shift();
    lane.failures = 0;
    if (row) this.#inHand.delete(this.#source.idOf(row));
    if (lane.rows.length === 0) this.#lanes.delete(lane.chatId);
    else if (!this.#stopped) this.#source.ready(lane);
    const isLow = lane.rows.length === LANE_CAPACITY / 2 || lane.rows.length === 0 || this.#inHand.size === CROWDED / 2;
    if (this.#behind && isLow) this.wake();
  }

  /** Offers the lane's first row again after a pause. */
  readyIn(ms: number, lane: Lane<Row>): void {
    this.after(ms, () => this.#source.ready(lane));
  }

  /** Runs `work` after a pause, unless stopped by then. */
  after(ms: number, work: () => void): void {
    if (this.#stopped) return;
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      if (!this.#stopped) work();
    }, ms);
    this.#timers.add(timer);
  }

  async #load(): Promise<void> {
    while (this.#loadAgain && !this.#stopped) {
      this.#loadAgain = false;
      try {
        await this.#loadPage();
      } catch (error) {
        this.#source.loadFailed(error);
        this.after(RELOAD_PAUSE_MS, () => this.wake());
      }
    }
    this.#loading = undefined;
  }

  async #loadPage(): Promise<void> {
    if (this.#inHand.size >= CAPACITY) {
      this.#behind = true;
      return;
    }
    const lanes = [...this.#lanes.values()];
    const passed = this.#inHand.size >= CROWDED ? lanes : lanes.filter(hasEnough);
    const page = await this.#source.load({ ids: [...this.#inHand], chatIds: passed.map(({ chatId }) => chatId) }, PAGE);
    if (this.#stopped) return;
    const accepted = page.filter((row) => this.#accept(row)).length;
    this.#behind = passed.length > 0 || accepted < page.length || page.length === PAGE;
    // A lane that ran low while the page was on its way was passed over for nothing.
    const ranLow = this.#inHand.size < CROWDED && passed.some((lane) => !hasEnough(lane));
    if ((page.length === PAGE && accepted > 0) || ranLow) this.#loadAgain = true;
  }

  #accept(row: Row): boolean {
    const id = this.#source.idOf(row);
    const lane = this.#lanes.get(row.chatId);
    if (this.#inHand.has(id) || (lane && lane.rows.length >= LANE_CAPACITY)) return false;
    this.#inHand.add(id);
    if (lane) lane.rows.push(row);
    else {
      const opened = { chatId: row.chatId, rows: [row], failures: 0 };
      this.#lanes.set(row.chatId, opened);
      this.#source.ready(opened);
    }
    return true;
  }
}

function hasEnough({ rows }: Lane<unknown>): boolean {
  return rows.length > LANE_CAPACITY / 2;
}
