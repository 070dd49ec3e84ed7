/** Headers that only say "here stands the value": a fact reads better without them. */
const EMPTY_WORDS = new Set(['значение', 'описание', 'мәні', 'сипаттамасы', 'value', 'description', 'details']);
/** A longer line over a part of a table is a sentence of its own, not a part of each row's name. */
const MAX_GROUP = 50;

/** A table whose merged cells are written out: each row has a text for each column. */
export interface Table {
  /** Empty where the table has none. */
  readonly headers: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/**
 * The rows of a table as sentences that stand by themselves: `Card: Gold — Service: 9 900 ₸; Transfers: free`. A line over
 * a part of the table becomes a part of its rows' names. A row without any text is an empty one.
 */
export function rowTexts({ headers, rows }: Table): string[] {
  let group = '';
  return rows.map((row, at) => {
    const title = groupOf(row);
    if (title === undefined) return rowText(headers, row, group);
    const below = rows[at + 1];
    const isUsed = title.length <= MAX_GROUP && below !== undefined && groupOf(below) === undefined;
    group = isUsed ? title : '';
    return isUsed ? '' : title;
  });
}

/** What a row says that is one cell, merged or alone, of a table of three columns or more. */
function groupOf(row: readonly string[]): string | undefined {
  const [first = '', ...rest] = row;
  return rest.length > 1 && first !== '' && rest.every((cell) => cell === first || cell === '') ? first : undefined;
}

function rowText(headers: readonly string[], values: readonly string[], group: string): string {
  const [subject = '', ...rest] = values;
  const facts = rest
    .map((value, column) => named(telling(headers[column + 1] ?? ''), value))
    .filter((fact) => fact !== '')
    .join('; ');
  if (subject === '' && facts === '') return '';
  const head = named(headers[0] ?? '', [group, subject].filter((part) => part !== '').join(', '));
  return head === '' || facts === '' ? head + facts : `${head} — ${facts}`;
}

function telling(header: string): string {
  return EMPTY_WORDS.has(header.toLowerCase()) ? '' : header;
}

function named(header: string, value: string): string {
  if (value === '' || header === '') return value;
  return value.toLowerCase().startsWith(header.toLowerCase()) ? value : `${header}: ${value}`;
}

/** Several rows of headers as one: `Tenge` above `6 months` is `Tenge, 6 months`. */
export function joinHeaders(rows: readonly (readonly string[])[]): string[] {
  const width = Math.max(0, ...rows.map((row) => row.length));
  return Array.from({ length: width }, (_, column) =>
    [...new Set(rows.map((row) => row[column] ?? ''))].filter((text) => text !== '').join(', '),
  );
}
