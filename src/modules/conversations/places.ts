/** How a place in the bank's documents reads: where an answer comes from. */
import { clip } from '../../platform/text/index.js';
import type { Translate } from '../../locales/index.js';

/** A place that was named as a source. */
export interface Place {
  readonly document: string;
  /** Of the document; empty where only its file is known. */
  readonly title: string;
  /** Headings joined by ` › `; empty where there are none. */
  readonly section: string;
  /** From 1, where the document has pages. */
  readonly page?: number;
}

const SEPARATOR = ' › ';
/** In characters. Of headings within headings, the last one leads there by itself. */
const LONGEST_SECTION = 60;
const LONGEST_NAME = 80;

/** A place in one short line: `Tariffs › Transfers, p. 3`. */
export function placeName(t: Translate, { document, title, section, page }: Place): string {
  const name = title === '' && section === '' ? document : title;
  const headings = section.length <= LONGEST_SECTION ? section : (section.split(SEPARATOR).at(-1) ?? '');
  const parts = [name, headings].filter((part) => part !== '').map((part) => clip(part, LONGEST_NAME));
  const place = [...new Set(parts)].join(SEPARATOR);
  return page === undefined ? place : `${place}, ${t('common.page', { page })}`;
}
