import type { Language } from '../../platform/text/index.js';
import { isListItem, splitSentences } from './sentences.js';

/** What a quotation needs of a passage. */
export interface QuotablePassage {
  readonly text: string;
  readonly lang: Language;
  readonly title?: string;
  readonly section?: string;
  /** How well it was found, comparable among the passages of one question. */
  readonly score?: number;
}

/** The smallest piece of a passage that can be quoted by itself. */
export interface Unit {
  readonly text: string;
  readonly kind: 'sentence' | 'item' | 'row';
  /** Index among the units of its passage. */
  readonly at: number;
  /** Which line of the passage it stands in. */
  readonly line: number;
  /** What stands before it and gives it meaning: a list's introduction, the sentence before. */
  readonly lead: string;
  /** What a row is about: its first cell; empty for the rest. */
  readonly subject: string;
  /** Index of the line that introduces its list; undefined outside one. */
  readonly listFrom?: number;
}

/** A row of a table, as the knowledge base writes it out: `Card: Gold — Service: 9 900 ₸; Limit: …`. */
const ROW = /^(?:[^:—.!?]{2,80}: )?([^—.!?]{2,80}) — [^;]+: [^;]+(?:;|$)/u;

/** Cuts a passage into sentences, list items and table rows, in their order. */
export function unitsOf(passage: QuotablePassage): Unit[] {
  const units: Unit[] = [];
  let intro: Unit | undefined;
  for (const [line, text] of passage.text.split('\n').entries()) {
    const kind = kindOf(text);
    if (text.trim() !== '' && kind !== 'item') intro = undefined;
    const subject = kind === 'row' ? (ROW.exec(text)?.[1] ?? '') : '';
    const list = intro === undefined ? {} : { listFrom: intro.at };
    for (const [part, sentence] of (kind === 'row' ? [text.trim()] : splitSentences(text)).entries()) {
      const before = part > 0 ? (units.at(-1)?.text ?? '') : '';
      const lead = intro?.text ?? before;
      units.push({ text: sentence, kind, at: units.length, line, lead, subject, ...list });
    }
    const last = units.at(-1);
    if (kind === 'sentence' && last?.line === line && last.text.endsWith(':')) intro = last;
  }
  return units;
}

function kindOf(line: string): Unit['kind'] {
  if (isListItem(line)) return 'item';
  return ROW.test(line) ? 'row' : 'sentence';
}
