import type { FaqEntry } from './faq/entry.js';
import type { KnowledgeDocument, KnowledgeProblem, Passage } from './passage.js';
import type { PassageTerms } from './terms.js';

/** A passage with what the lexical index needs of it. */
export interface IndexedPassage {
  readonly passage: Passage;
  readonly terms: PassageTerms;
}

/** All there is to answer from, at one moment. */
export interface KnowledgeContents {
  readonly documents: readonly KnowledgeDocument[];
  readonly passages: readonly IndexedPassage[];
  readonly faq: readonly FaqEntry[];
  readonly problems: readonly KnowledgeProblem[];
}

/** Where documents come from. */
export interface KnowledgeSource {
  /** Reads everything there is now. Never throws: what cannot be read is among the problems. */
  read(): Promise<KnowledgeContents>;
  /** Calls back some time after a change; resolves, when changes are seen, to what stops that. */
  watch(changed: () => void): Promise<() => Promise<void>>;
}

/** What several sources hold, in their order. */
export function together(contents: readonly KnowledgeContents[]): KnowledgeContents {
  return {
    documents: contents.flatMap(({ documents }) => documents),
    passages: contents.flatMap(({ passages }) => passages),
    faq: contents.flatMap(({ faq }) => faq),
    problems: contents.flatMap(({ problems }) => problems),
  };
}
