import QuickLRU from 'quick-lru';
import type { Library } from './library.js';
import { stableHash } from './passage.js';
import { ownersOf, seenBy } from './scope.js';
import type { Snapshot } from './snapshot.js';
import type { KnowledgeContents } from './source.js';

/** Makes a snapshot of what one scope sees. */
export type BuildSnapshot = (contents: KnowledgeContents, library: Library, botId: number | undefined) => Promise<Snapshot>;

interface Kept {
  readonly snapshot: Snapshot;
  /** Of what it was built from: the same again needs no building. */
  readonly signature: string;
}

/** Bots with documents of their own whose snapshots are kept; an LRU of this kind may hold up to twice as many. */
const KEPT_BOTS = 32;

/**
 * The snapshots that serve: one of what all bots see, and one for each bot with documents of its own (with those of all),
 * which is built when it is first asked for. Those asked for longest ago are given up, so that a thousand bots do not cost
 * a thousand indexes. Each serves until its newer one is whole.
 */
export class Scopes {
  readonly #build: BuildSnapshot;
  readonly #own: QuickLRU<number, Promise<Kept>>;
  #shared: Kept | undefined;
  #library: Library | undefined;
  #owners: ReadonlySet<number> = new Set();

  constructor(build: BuildSnapshot, keptBots = KEPT_BOTS) {
    this.#build = build;
    this.#own = new QuickLRU({ maxSize: keptBots, onEviction: (_botId, kept) => void retire(kept) });
  }

  /** What serves a bot, or those that have no documents of their own; undefined before the first, and after the last. */
  async of(botId: number | undefined): Promise<Snapshot | undefined> {
    if (botId === undefined || !this.#owners.has(botId)) return this.#shared?.snapshot;
    const known = this.#own.get(botId);
    if (known) return (await known).snapshot;
    const made = this.#make(botId);
    this.#own.set(botId, made);
    // What failed is tried again by the next who asks.
    made.catch(() => this.#own.peek(botId) === made && this.#own.delete(botId));
    return (await made).snapshot;
  }

  /** Builds anew what has changed, of all and then of the bots that are kept. To be called one at a time. */
  async renew(library: Library): Promise<void> {
    this.#library = library;
    this.#owners = ownersOf(library.contents);
    const before = this.#shared;
    this.#shared = await this.#make(undefined, before);
    if (this.#shared !== before) await before?.snapshot.retire();
    for (const botId of [...this.#own.keys()]) await this.#renewOwn(botId);
  }

  async release(): Promise<void> {
    const own = [...this.#own.values()];
    this.#own.clear();
    this.#owners = new Set();
    const shared = this.#shared;
    this.#shared = undefined;
    await shared?.snapshot.retire();
    await Promise.all(own.map(retire));
  }

  async #renewOwn(botId: number): Promise<void> {
    const before = this.#own.peek(botId);
    if (!before) return;
    if (!this.#owners.has(botId)) {
      this.#own.delete(botId);
      return retire(before);
    }
    const old = await before.catch(() => undefined);
    const next = await this.#make(botId, old);
    if (next === old) return;
    if (this.#own.peek(botId) !== before) return next.snapshot.retire();
    this.#own.set(botId, Promise.resolve(next));
    await retire(before);
  }

  async #make(botId: number | undefined, before?: Kept): Promise<Kept> {
    const library = this.#library;
    if (!library) throw new Error('There is nothing to make a snapshot of yet.');
    const contents = seenBy(botId, library.contents);
    const signature = signatureOf(contents, library);
    if (before?.signature === signature) return before;
    const snapshot = await this.#build(contents, library, botId);
    // What could not be indexed by its vectors is tried again the next time.
    const isWhole = snapshot.vectors !== undefined || library.vectors === undefined || contents.passages.length === 0;
    return { snapshot, signature: isWhole ? signature : '' };
  }
}

async function retire(kept: Promise<Kept>): Promise<void> {
  const done = await kept.catch(() => undefined);
  await done?.snapshot.retire();
}

/** Passages and vectors follow from the documents; how long the vectors are, from the model. */
function signatureOf({ documents, passages, faq, calibrations = [] }: KnowledgeContents, { vectors, examples }: Library): string {
  const [first] = passages;
  const sizes = [(first && vectors?.get(first)?.length) ?? 0, examples?.vectors.size ?? 0];
  return stableHash(...[sizes, ...documents, ...faq, ...calibrations].map((each) => JSON.stringify(each)));
}
