import type { Calibration } from './faq/calibration.js';
import type { FaqEntry } from './faq/entry.js';
import type { KnowledgeDocument, KnowledgeProblem, Passage } from './passage.js';
import { type Span, dayBefore, within } from './span.js';
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
  /** How sure the matches of the FAQ are, where the bank has fitted that. */
  readonly calibrations?: readonly Calibration[];
  readonly problems: readonly KnowledgeProblem[];
  /**
   * Paths of documents that this source takes over from those before it, with the day from which on; always where that is
   * empty. It does so also where its own has expired.
   */
  readonly takesOver?: ReadonlyMap<string, string>;
}

/** Where documents come from. */
export interface KnowledgeSource {
  /** Reads everything there is now. Never throws: what cannot be read is among the problems. */
  read(): Promise<KnowledgeContents>;
  /** Calls back some time after a change; resolves, when changes are seen, to what stops that. */
  watch(changed: () => void): Promise<() => Promise<void>>;
}

/** What several sources hold, in their order; a document that a later one takes over holds until the day before. */
export function together(contents: readonly KnowledgeContents[]): KnowledgeContents {
  const left = contents.map((each, at) => contents.slice(at + 1).reduce(withoutTakenOver, each));
  return {
    documents: left.flatMap(({ documents }) => documents),
    passages: left.flatMap(({ passages }) => passages),
    faq: left.flatMap(({ faq }) => faq),
    calibrations: left.flatMap(({ calibrations }) => calibrations ?? []),
    problems: left.flatMap(({ problems }) => problems),
  };
}

function withoutTakenOver(contents: KnowledgeContents, { takesOver }: KnowledgeContents): KnowledgeContents {
  if (takesOver === undefined || takesOver.size === 0) return contents;
  const clipped = <T extends Span>(path: string, each: T): T[] => {
    const from = takesOver.get(path);
    const left = from === undefined ? each : within(each, { validUntil: dayBefore(from) });
    return left === undefined ? [] : [left];
  };
  return {
    documents: contents.documents.flatMap((document) => clipped(document.path, document)),
    passages: contents.passages.flatMap((each) =>
      clipped(each.passage.document, each.passage).map((passage) => (passage === each.passage ? each : { ...each, passage })),
    ),
    faq: contents.faq.flatMap((entry) => clipped(entry.document, entry)),
    problems: contents.problems.filter(({ document }) => takesOver.get(document) !== ''),
  };
}
