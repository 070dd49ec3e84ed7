/** Links of a broadcast as they are written: a line for each row of buttons, `Text - https://…`. */
import type { Link, Links } from './content.js';

export type LinkFault = 'shape' | 'address' | 'label' | 'number';

export type ReadLinks =
  | { readonly links: Links }
  /** @param line the one that will not do, from 1 on */
  | { readonly fault: LinkFault; readonly line: number; readonly words: string };

export const MOST_LINKS = 10;
export const LONGEST_LABEL = 64;
const LONGEST_ADDRESS = 2000;
const BESIDE = '&&';
/** A text, and an address behind a bar, a dash or a space. */
const LINK = /^(\S.*?)(?:\s*\|\s*|\s+[-–—]\s+|\s+)([^\s|]*[.:][^\s|]*)$/u;
const SCHEMES = new Set(['http:', 'https:', 'tg:']);

export function readLinks(words: string): ReadLinks {
  const rows: Link[][] = [];
  let count = 0;
  for (const [index, line] of words.split('\n').entries()) {
    if (line.trim() === '') continue;
    const row: Link[] = [];
    for (const each of line.split(BESIDE)) {
      const read = readLink(each.trim());
      const fault = ++count > MOST_LINKS ? 'number' : typeof read === 'string' ? read : undefined;
      if (fault !== undefined || typeof read === 'string') return { fault: fault ?? 'shape', line: index + 1, words: line.trim() };
      row.push(read);
    }
    rows.push(row);
  }
  return rows.length > 0 ? { links: rows } : { fault: 'shape', line: 1, words: '' };
}

function readLink(words: string): Link | LinkFault {
  const [, text = '', url = ''] = LINK.exec(words) ?? [];
  if (url === '' || /^[-–—|]+$/.test(text)) return 'shape';
  if (!isAddress(url)) return 'address';
  return [...text].length > LONGEST_LABEL ? 'label' : { text, url };
}

/** Whether Telegram takes it for the address of a button. */
function isAddress(url: string): boolean {
  if (url.length > LONGEST_ADDRESS || !URL.canParse(url)) return false;
  const { protocol, hostname } = new URL(url);
  return SCHEMES.has(protocol) && url.startsWith(`${protocol}//`) && (protocol === 'tg:' || hostname.includes('.'));
}

/** As they may be written, and are. */
export function writtenLinks(links: Links): string[] {
  return links.map((row) => row.map(({ text, url }) => `${text} - ${url}`).join(` ${BESIDE} `));
}
