import { foldLetters, stem, tokenize, type Language } from '../../../platform/text/index.js';
import { alternativeOf } from '../../knowledge/index.js';

/** What the names are read from. */
export interface NamedPassage {
  readonly title: string;
  readonly section: string;
  readonly text: string;
  readonly lang: Language;
}

const CAPITALISED = /(?<=[\p{L}\d,%₸)»”"'’–—-]\s[«"“(]?|[«"“(])\p{Lu}[\p{L}\d]+/gu;
const LATIN = /[A-Za-z]{3,}/;

/** In which group of alternatives the currencies are. */
const CURRENCIES = alternativeOf('usd')?.group;

/** Names near something, the nearest first. */
export type Scopes = readonly ReadonlySet<string>[];

/**
 * The names of products in some passages, and which of them exclude each other: the tiers of a card, the currencies, the
 * deposits in one document's title and headings.
 */
export class Names {
  readonly #known: ReadonlySet<string>;
  readonly #slots: readonly { readonly group: number | undefined; readonly names: ReadonlySet<string> }[];

  constructor(passages: readonly NamedPassage[]) {
    const names = namesOf(passages);
    const slots = new Map<string | number, Set<string>>();
    const add = (slot: string | number, name: string): unknown =>
      (slots.get(slot) ?? slots.set(slot, new Set()).get(slot))?.add(name);
    for (const { title, section, text, lang } of passages) {
      for (const word of tokenize(`${title}\n${section}`)) {
        const name = keyOf(word, lang);
        if (names.has(name)) add(title, name);
      }
      for (const word of tokenize(`${title}\n${section}\n${text}`)) {
        const alternative = alternativeOf(word);
        if (alternative) add(alternative.group, alternative.name);
      }
    }
    this.#slots = [...slots]
      .filter(([, { size }]) => size > 1)
      .map(([slot, own]) => ({ group: typeof slot === 'number' ? slot : undefined, names: own }));
    this.#known = new Set(this.#slots.flatMap((slot) => [...slot.names]));
  }

  /** The names in a text that exclude others. */
  in(text: string, lang: Language): ReadonlySet<string> {
    return new Set(tokenize(text).map((word) => keyOf(word, lang)).filter((name) => this.#known.has(name)));
  }

  /**
   * Whether what is told of some names is told of none that is asked about, though of their kind. An amount carries its
   * currency in its unit, so that those around it do not count.
   */
  exclude(told: Scopes, asked: Scopes, isAmount: boolean): boolean {
    return this.#slots.some(({ group, names }) => {
      if (isAmount && group === CURRENCIES) return false;
      const [ours, theirs] = [told, asked].map((scopes) => nearest(scopes, names));
      return ours !== undefined && theirs !== undefined && !ours.some((name) => theirs.includes(name));
    });
  }
}

function nearest(scopes: Scopes, slot: ReadonlySet<string>): string[] | undefined {
  return scopes.map((names) => [...names].filter((name) => slot.has(name))).find(({ length }) => length > 0);
}

/** Words that are written with a capital letter, and never without one. */
function namesOf(passages: readonly NamedPassage[]): ReadonlySet<string> {
  const names = new Set<string>();
  const common = new Set<string>();
  for (const { title, section, text, lang } of passages) {
    const whole = `${title}\n${section}\n${text}`;
    for (const [word] of whole.matchAll(CAPITALISED)) names.add(keyOf(word, lang));
    for (const [word] of whole.matchAll(/(?<!\p{L})\p{Ll}[\p{L}\d]+/gu)) common.add(keyOf(word, lang));
    if (lang !== 'en') for (const word of whole.match(new RegExp(LATIN, 'g')) ?? []) names.add(keyOf(word, lang));
  }
  return new Set([...names].filter((name) => !common.has(name)));
}

/** The same for all forms of a name. */
function keyOf(word: string, lang: Language): string {
  const lower = word.toLowerCase();
  return alternativeOf(lower)?.name ?? foldLetters(stem(lower, LATIN.test(lower) ? 'en' : lang));
}
