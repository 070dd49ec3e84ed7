import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { TestDatabase } from '../support/database.js';
import { randomFrom } from '../support/random.js';
import { withCheckDigit, withLuhn, withMod97 } from './support.js';

export interface Planted {
  /** Where it was planted, and of which kind it is. */
  readonly name: string;
  /** The sentence that holds it. */
  readonly text: string;
  /** What must be found nowhere. */
  readonly traces: readonly string[];
}

const random = randomFrom(2026);

/** Secrets of every kind that nobody has had before, for one way in. */
export function secretsFor(way: string): Planted[] {
  const card = withLuhn(`4400${digits(11)}`);
  const cardInFours = card.replace(/(\d{4})(?=\d)/g, '$1 ');
  const iin = iinOf();
  const iban = withMod97('KZ', digits(16));
  const operator = digits(7);
  const code = digits(8);
  const cvv = digits(3);
  const word = `Qx${digits(6)}zt`;
  const mailbox = `q${digits(6)}wk`;
  return [
    { kind: 'card', text: `card ${cardInFours}`, traces: [card.slice(0, -4), cardInFours.slice(0, -4).trim()] },
    { kind: 'iin', text: `IIN ${iin}`, traces: [iin] },
    { kind: 'iban', text: `account ${iban}`, traces: [iban, iban.slice(4)] },
    { kind: 'phone', text: `call +7 701 ${operator.slice(0, 3)} ${operator.slice(3)}`, traces: [`${operator.slice(0, 3)} ${operator.slice(3)}`] },
    { kind: 'code', text: `code from sms ${code}`, traces: [code] },
    { kind: 'cvv', text: `CVV ${cvv}`, traces: [`CVV ${cvv}`] },
    { kind: 'password', text: `my password is ${word}`, traces: [word] },
    { kind: 'email', text: `${mailbox}@post.example.com`, traces: [mailbox] },
  ].map(({ kind, ...secret }) => ({ name: `${way}: ${kind}`, ...secret }));
}

function digits(length: number): string {
  const first = 1 + Math.floor(random() * 9);
  return [first, ...Array.from({ length: length - 1 }, () => Math.floor(random() * 10))].join('');
}

function iinOf(): string {
  for (;;) {
    const iin = withCheckDigit(`90${String(1 + Math.floor(random() * 9)).padStart(2, '0')}153${digits(4)}`);
    if (iin.length === 12) return iin;
  }
}

/** A place where something may be kept, with all that stands there. */
export interface Place {
  readonly name: string;
  readonly text: string;
  /** Of a call that was made: the chat it is for. */
  readonly chatId?: unknown;
}

/** Every row of every table, read past row-level security. */
export async function tablesOf({ owner }: TestDatabase): Promise<Place[]> {
  const { rows } = await owner.raw<{ rows: { name: string }[] }>(
    `select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'`,
  );
  const places: Place[] = [];
  for (const { name } of rows) {
    const found = await owner.raw<{ rows: { row: string }[] }>('select row_to_json(each)::text as row from ?? as each', [name]);
    places.push(...found.rows.map(({ row }, index) => ({ name: `${name} ${index}`, text: row })));
  }
  return places;
}

/** Every file below a folder. */
export async function filesIn(dir: string): Promise<Place[]> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return Promise.all(paths.map(async (path) => ({ name: path, text: await readFile(path, 'latin1') })));
}

/** Which of the planted secrets stand where. */
export function findPlanted(planted: readonly Planted[], places: readonly Place[]): string[] {
  return places.flatMap((place) =>
    planted.flatMap(({ name, traces }) =>
      traces.some((trace) => place.text.includes(trace)) ? [`${name} in ${place.name}: ${place.text.slice(0, 300)}`] : [],
    ),
  );
}
