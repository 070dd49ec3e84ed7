import type { Language } from '../../platform/text/index.js';
import { isListItem, splitSentences } from './sentences.js';

/** What a quotation needs of a passage. */
export interface QuotablePassage {
  readonly text: string;
  readonly lang: Language;
  readonly title?: string;
  readonly section?: string;
  /** Which file it is of. */
  readonly document?: string;
  /** First day on which its document holds, `YYYY-MM-DD`. */
  readonly validFrom?: string;
  /** How well it was found, comparable among the passages of one question. */
  readonly score?: number;
}

/** What a row tells in one column; the header is empty where it only said "value". */
export interface Cell {
  readonly header: string;
  readonly value: string;
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
  /** What tells a row from the others: its first cells, as many as it takes; else empty. */
  readonly subject: string;
  /** The other cells of a row; empty for the rest. */
  readonly cells: readonly Cell[];
  /** Index of the line that introduces its list; undefined outside one. */
  readonly listFrom?: number;
}

/** A row of a table, as the knowledge base writes it out: `Card: Gold — Service: 9 900 ₸; Limit: …`. */
const ROW = /^(?:[^:—.!?]{2,80}: )?([^—!?]{1,80}?) — (.*[^.])$/u;
const NAMED_CELL = /^([^;]+?): (.+)$/u;

/** Cuts a passage into sentences, list items and table rows, in their order. */
export function unitsOf(passage: QuotablePassage): Unit[] {
  const units: Unit[] = [];
  let intro: Unit | undefined;
  for (const [line, text] of passage.text.split('\n').entries()) {
    const row = rowOf(text);
    const kind = isListItem(text) ? 'item' : row.cells.length > 0 ? 'row' : 'sentence';
    if (text.trim() !== '' && kind !== 'item') intro = undefined;
    const list = intro === undefined ? {} : { listFrom: intro.at };
    for (const [part, sentence] of (kind === 'row' ? [text.trim()] : splitSentences(text)).entries()) {
      const before = part > 0 ? (units.at(-1)?.text ?? '') : '';
      const lead = intro?.text ?? before;
      units.push({ text: sentence, kind, at: units.length, line, lead, ...row, ...list });
    }
    const last = units.at(-1);
    if (kind === 'sentence' && last?.line === line && last.text.endsWith(':')) intro = last;
  }
  return withWholeSubjects(units);
}

/** A table of two columns names the first alone: `Condition: Term — up to 20 years`. */
function rowOf(line: string): Pick<Unit, 'subject' | 'cells'> {
  const [, subject = '', rest = ''] = isListItem(line) ? [] : (ROW.exec(line.trim()) ?? []);
  const cells: Cell[] = [];
  for (const text of rest.split('; ')) {
    const [, header = '', value = text] = NAMED_CELL.exec(text) ?? [];
    const last = header === '' ? cells.pop() : undefined;
    cells.push(last === undefined ? { header, value } : { ...last, value: `${last.value}; ${value}` });
  }
  const isRow = cells.some(({ header }) => header !== '') || (subject !== '' && /^[^:—]+: /.test(line));
  return isRow ? { subject, cells } : { subject: '', cells: [] };
}

/** Moves the fewest leading columns that tell the rows of each table apart into their subjects. */
function withWholeSubjects(units: readonly Unit[]): Unit[] {
  const whole: Unit[] = [];
  for (let at = 0; at < units.length;) {
    const rest = units.slice(at);
    const end = rest.findIndex(({ kind }) => kind !== 'row');
    const table = rest.slice(0, end === -1 ? rest.length : Math.max(end, 1));
    whole.push(...tellApart(table));
    at += table.length;
  }
  return whole;
}

function tellApart(rows: readonly Unit[]): readonly Unit[] {
  const isAmbiguous = new Set(rows.map(({ subject }) => subject)).size < rows.length;
  if (!isAmbiguous || rows.some(({ cells }) => cells.length < 2)) return rows;
  return tellApart(
    rows.map((row) => {
      const [first, ...cells] = row.cells;
      return { ...row, subject: `${row.subject}, ${first?.value ?? ''}`, cells };
    }),
  );
}
