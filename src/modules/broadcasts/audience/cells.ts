/** What the cells of somebody's table say: phones or ids in Telegram, whichever way they are written. Pure rules. */
import { phoneInFile } from '../../identity/index.js';

export type Cell = { readonly phone: string } | { readonly telegramId: number };

export interface Column {
  readonly index: number;
  /** Ten digits may be either, so the column says what they are. */
  readonly holds: 'phones' | 'ids';
  /** Whether the first row says what the columns hold. */
  readonly hasHeader: boolean;
}

const NAMES = {
  phones: /phone|mobile|msisdn|whatsapp|тел|моб|номер/i,
  ids: /telegram|телеграм|^tg|^chat|^user_?id$|^id$/i,
} as const;

/** Who a cell names; undefined when it cannot be read. */
export function cellIn(text: string, holds: Column['holds']): Cell | undefined {
  const telegramId = idIn(text);
  if (holds === 'ids' && telegramId !== undefined) return { telegramId };
  const phone = phoneInFile(text);
  if (phone !== undefined) return { phone };
  return telegramId === undefined ? undefined : { telegramId };
}

/** Which column of a table names people, by its first rows; undefined when none does. */
export function columnIn(rows: readonly (readonly string[])[]): Column | undefined {
  const [first = []] = rows;
  const hasWords = first.some((cell) => /\p{L}/u.test(cell));
  const hasHeader = hasWords && first.every((cell) => cellIn(cell, 'phones') === undefined);
  const width = Math.max(0, ...rows.map((row) => row.length));
  const candidates = Array.from({ length: width }, (_, index) => candidateOf(rows, index, hasHeader ? first[index] : undefined));
  const [best] = candidates
    .filter(({ readable }) => readable > 0)
    .sort((a, b) => b.sure - a.sure || b.readable - a.readable);
  return best && { index: best.index, holds: best.holds, hasHeader };
}

interface Candidate {
  readonly index: number;
  readonly holds: Column['holds'];
  /** Cells that are surely what the column holds; other digits may be amounts or contracts. */
  readonly sure: number;
  readonly readable: number;
}

function candidateOf(rows: readonly (readonly string[])[], index: number, header: string | undefined): Candidate {
  const cells = rows.flatMap((row) => cellIn(row[index] ?? '', 'phones') ?? []);
  const readable = cells.length;
  const phones = cells.filter((cell) => 'phone' in cell).length;
  const name = header?.trim() ?? '';
  const named = NAMES.ids.test(name) ? 'ids' : NAMES.phones.test(name) ? 'phones' : undefined;
  const holds = named ?? (phones * 2 >= readable ? 'phones' : 'ids');
  return { index, holds, sure: named === 'ids' ? readable : phones, readable };
}

function idIn(text: string): number | undefined {
  const digits = /^[\s'"]*(\d{5,12})[\s'"]*$/.exec(text)?.[1];
  return digits === undefined ? undefined : Number(digits);
}
