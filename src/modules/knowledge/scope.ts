/**
 * Whose documents are whose. What belongs to a bot is seen by that bot alone; everything else by all of them. In the
 * folder, files below `bots/<bot id>/` belong to that bot; a document kept in the database is named the same way.
 */
import type { FaqEntry } from './faq/entry.js';
import type { KnowledgeProblem } from './passage.js';
import type { KnowledgeContents } from './source.js';

const FOLDER = 'bots';
const OWN = /^bots\/([1-9]\d{0,15})\/(.+)$/s;

interface Place {
  /** Undefined where it is for all bots. */
  readonly botId: number | undefined;
  /** The path among the documents of that scope. */
  readonly name: string;
}

/** Whose a path is; undefined below `bots/` where no bot is named, which nobody is to see. */
export function placeOf(path: string): Place | undefined {
  const [, botId, name] = OWN.exec(path) ?? [];
  if (botId !== undefined && name !== undefined) return { botId: Number(botId), name };
  return path.startsWith(`${FOLDER}/`) ? undefined : { botId: undefined, name: path };
}

/** The path of a document of a scope. */
export function pathOf(botId: number | null, name: string): string {
  return botId === null ? name : `${FOLDER}/${botId}/${name}`;
}

/** The same, as a bot's own; unchanged where it is for all bots. */
export function ownedBy(botId: number | undefined, contents: KnowledgeContents): KnowledgeContents {
  if (botId === undefined) return contents;
  return {
    ...contents,
    documents: contents.documents.map((document) => ({ ...document, botId })),
    passages: contents.passages.map(({ passage, terms }) => ({ passage: { ...passage, botId }, terms })),
    faq: contents.faq.map((entry) => ({ ...entry, botId })),
    problems: contents.problems.map((problem) => ({ ...problem, botId })),
  };
}

/** The bots that have documents or questions of their own. */
export function ownersOf({ documents, faq }: KnowledgeContents): ReadonlySet<number> {
  return new Set([...documents, ...faq].flatMap(({ botId }) => botId ?? []));
}

/**
 * What a bot answers from: what is for all, and its own; what is for all alone where no bot is named. A frequent question of
 * its own takes the place of that of the same id.
 */
export function seenBy(botId: number | undefined, { documents, passages, faq, calibrations = [] }: KnowledgeContents): KnowledgeContents {
  const isSeen = (whose: { readonly botId?: number }): boolean => whose.botId === undefined || whose.botId === botId;
  const keyOf = ({ id, lang }: FaqEntry): string => `${lang} ${id}`;
  const own = new Set(faq.filter((entry) => entry.botId !== undefined && entry.botId === botId).map(keyOf));
  return {
    documents: documents.filter(isSeen),
    passages: passages.filter(({ passage }) => isSeen(passage)),
    faq: faq.filter((entry) => isSeen(entry) && (entry.botId !== undefined || !own.has(keyOf(entry)))),
    calibrations,
    problems: [],
  };
}

export function noSuchBot(document: string): KnowledgeProblem {
  return { document, code: 'no_bot', detail: 'below bots/, the next folder is named by the id of a bot' };
}
