import { createHash } from 'node:crypto';
import type { Language } from '../../platform/text/index.js';

/** A piece of a document that can be found, quoted and cited by itself. */
export interface Passage {
  /** Stays the same as long as document, section and text do. */
  readonly id: string;
  /** Path of the document relative to the contexts folder, with `/` between folders. */
  readonly document: string;
  /** Title of the document. */
  readonly title: string;
  /** Headings above the passage joined by ` › `, without the title; empty where there are none. */
  readonly section: string;
  readonly lang: Language;
  /** Plain text: inline markup taken off, table rows written out with their headers. */
  readonly text: string;
  /** First and last day (inclusive, `YYYY-MM-DD`) on which the document holds. */
  readonly validFrom?: string;
  readonly validUntil?: string;
  readonly tags: readonly string[];
  /** Of the document's bytes: another one for every change of it. */
  readonly version: string;
  /** The page it begins on, from 1, where the document has pages. */
  readonly page?: number;
  /** The bot it belongs to; undefined where it is for all of them. */
  readonly botId?: number;
}

/** A document as loaded: what the passages share. */
export interface KnowledgeDocument {
  readonly path: string;
  readonly title: string;
  readonly lang: Language;
  readonly tags: readonly string[];
  readonly validFrom?: string;
  readonly validUntil?: string;
  readonly passages: number;
  readonly version: string;
  readonly botId?: number;
}

/** Why a file is not, or not wholly, in use. `detail` is for logs and admins, in English. */
export interface KnowledgeProblem {
  readonly document: string;
  readonly code: ProblemCode;
  readonly detail: string;
  /** The bot whose file it is; undefined where it is for all of them. */
  readonly botId?: number;
}

export type ProblemCode =
  | 'empty'
  | 'too_large'
  | 'encoding'
  | 'front_matter'
  | 'faq'
  | 'calibration'
  | 'unreadable'
  | 'encrypted'
  | 'no_text'
  | 'timeout'
  | 'folder_missing'
  | 'no_bot'
  | 'suspicious'
  | 'embedding_failed';

/** Joins headings to a section name. */
export const SECTION_SEPARATOR = ' › ';

/** Short stable hash of some texts. */
export function stableHash(...parts: readonly string[]): string {
  return createHash('sha256').update(parts.join('\u0000')).digest('hex').slice(0, 32);
}

const VERSION_LENGTH = 12;

/** Names a document's bytes, and those of what describes it: short enough for a person to compare. */
export function versionOf(bytes: Uint8Array, description: Uint8Array = new Uint8Array()): string {
  return createHash('sha256').update(bytes).update(description).digest('hex').slice(0, VERSION_LENGTH);
}

/** What is embedded for a passage: its place gives a short text its meaning. */
export function embeddingText(passage: Pick<Passage, 'title' | 'section' | 'text'>): string {
  return [passage.title, passage.section, passage.text].filter((part) => part !== '').join('\n');
}

/** Whether a document holds on a day (`YYYY-MM-DD`). */
export function holdsOn(span: Pick<Passage, 'validFrom' | 'validUntil'>, day: string): boolean {
  if (span.validFrom !== undefined && day < span.validFrom) return false;
  return span.validUntil === undefined || day <= span.validUntil;
}
