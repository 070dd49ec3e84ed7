/** A piece of a section that is kept whole where its length allows it. */
export interface Block {
  readonly kind: 'paragraph' | 'item' | 'row' | 'code';
  readonly text: string;
  /** The page it begins on, from 1, where the document has pages. */
  readonly page?: number;
}

/** The blocks under one heading. */
export interface Section {
  /** Headings from the document's own (not among them) down to the section's; empty above the first one. */
  readonly path: readonly string[];
  readonly blocks: readonly Block[];
}

/** A document's own heading and its sections in their order; sections without text are left out. */
export interface Outline {
  readonly title?: string;
  readonly sections: readonly Section[];
  /** What the document says about itself, by the keys of front matter; not checked yet. */
  readonly described?: Readonly<Record<string, unknown>>;
}

interface Heading {
  readonly level: number;
  readonly text: string;
}

interface OpenSection {
  readonly path: readonly Heading[];
  readonly blocks: Block[];
}

/** Puts headings and blocks, in the order in which a document has them, together to an outline. */
export class OutlineBuilder {
  #path: readonly Heading[] = [];
  readonly #tops: Heading[] = [];
  readonly #sections: OpenSection[] = [{ path: [], blocks: [] }];

  /** @param level from 1, the document's own */
  heading(level: number, text: string): void {
    if (text === '') return;
    const heading = { level, text };
    if (level === 1) this.#tops.push(heading);
    this.#path = [...this.#path.filter((above) => above.level < level), heading];
    this.#sections.push({ path: this.#path, blocks: [] });
  }

  add(block: Block): void {
    if (block.text !== '') this.#sections.at(-1)?.blocks.push(block);
  }

  /**
   * The first heading of level 1 is the document's own, unless it is called `title` and has several of them: these are
   * chapters then.
   */
  finish(title?: string): Outline {
    const [first] = this.#tops;
    const own = title !== undefined && this.#tops.length > 1 && title !== first?.text ? undefined : first;
    const called = title ?? own?.text;
    const sections = this.#sections
      .filter(({ blocks }) => blocks.length > 0)
      .map(({ path, blocks }) => ({ path: path.filter((heading) => heading !== own).map(({ text }) => text), blocks }));
    return { ...(called !== undefined && { title: called }), sections };
  }
}
