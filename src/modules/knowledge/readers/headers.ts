import { joinHeaders, type Table } from './rows.js';

const FIGURE = /\d/;
const FREE = /^(?:бесплатно|без комиссии|тегін|free|нет|жоқ|no|—|–|-)$/iu;
const UNITS = ['%', '₸', 'тенге', 'теңге', 'kzt', '$', 'usd', '€', 'eur', 'руб', '₽'];
const MOSTLY = 0.6;

/**
 * Tells the headers of a table from its rows where the document does not say which they are. Headers are the first row that
 * has no figures and a text for each column (the corner may be empty), above rows that have figures. A table of two columns
 * is as often a list of names and values: its first row counts as headers only above values of one kind.
 */
export function findHeaders(rows: readonly (readonly string[])[]): Table {
  const count = headerRows(rows);
  return { headers: joinHeaders(rows.slice(0, count)), rows: rows.slice(count) };
}

function headerRows(rows: readonly (readonly string[])[]): number {
  const [first = [], ...rest] = rows;
  if (rest.length === 0 || first.length < 2) return 0;
  const names = first.slice(1);
  const whole = names.every((cell) => cell !== '') && !first.some((cell) => FIGURE.test(cell));
  if (!whole || new Set(first).size === 1) return 0;
  if (new Set(names).size < names.length) return headerHeight(rows);
  if (first.length === 2) return isOneKind(rest.map((row) => row[1] ?? '')) ? 1 : 0;
  return rest.some((row) => row.some((cell) => FIGURE.test(cell) || FREE.test(cell))) ? 1 : 0;
}

/** A merged header has a second row below it that tells its columns apart. */
export function headerHeight([first = [], second]: readonly (readonly string[])[]): 1 | 2 {
  const isMerged = new Set(first.slice(1)).size < first.length - 1;
  return isMerged && (second?.[0] === '' || second?.[0] === first[0]) ? 2 : 1;
}

function isOneKind(values: readonly string[]): boolean {
  const told = values.filter((value) => value !== '');
  const share = (holds: (value: string) => boolean): number => told.filter(holds).length / Math.max(1, told.length);
  if (share((value) => FIGURE.test(value) || FREE.test(value)) < MOSTLY) return false;
  return UNITS.some((unit) => share((value) => value.toLowerCase().includes(unit) || FREE.test(value)) >= MOSTLY);
}
