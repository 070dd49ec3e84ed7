import { wordList } from './word-list.js';

/** A dot after these never ends a sentence: something belongs to them. */
const LEADS = wordList(`
  ул просп пр пер пл мкр д кв корп стр им тел см рис напр обл р-н т проф акад г-н г-жа гр оф каб каз англ
  көш даң пәт mr mrs ms dr st no vs fig approx tel ext e.g i.e т.е
`);
/** A dot after these ends a sentence only where a capital letter follows. */
const TAILS = wordList(`
  тг руб коп тыс млн млрд мин сек ч г гг ж жж т.д т.п др пр т.б т.с.с мес дн макс max min inc ltd etc a.m p.m
`);
const END = /([.!?…]+["»”')\]]*)(\s+)/gu;
export const LIST_MARKER = /^\s*(?:[•*–—-]|\d{1,2}[.)])\s+/;

/**
 * Splits text into sentences; a line break always ends one, so list items and table rows stand by themselves.
 * Knows the usual Russian, Kazakh and English abbreviations and loses no character but the white space
 * between.
 */
export function splitSentences(text: string): string[] {
  return text
    .split('\n')
    .flatMap(splitLine)
    .filter((sentence) => sentence !== '');
}

/** Whether a line is an item of a list. */
export function isListItem(line: string): boolean {
  return LIST_MARKER.test(line);
}

function splitLine(line: string): string[] {
  const sentences: string[] = [];
  let start = LIST_MARKER.exec(line)?.[0].length ?? 0;
  let from = 0;
  for (const match of line.matchAll(END)) {
    const dot = match.index;
    if (dot < start) continue;
    const end = dot + (match[1]?.length ?? 0);
    const next = line.slice(end).trimStart();
    if (!endsSentence(line.slice(start, dot), match[1] ?? '', next)) continue;
    sentences.push(line.slice(from, end).trim());
    from = end;
    start = end;
  }
  sentences.push(line.slice(from).trim());
  return sentences;
}

function endsSentence(before: string, mark: string, next: string): boolean {
  if (/^\p{Ll}/u.test(next) || /^\s*\d{1,2}(?:\.\d{1,2})*$/.test(before)) return false;
  if (!mark.startsWith('.') || mark.startsWith('..')) return true;
  const word = /[\p{L}\d.-]+$/u.exec(before)?.[0].toLowerCase() ?? '';
  const capital = /^["«“(]?\p{Lu}/u.test(next);
  // "г. Алматы" is a town, "2026 г. Банк…" the end of a sentence.
  if (word === 'г' && !/\d\s*г$/u.test(before.toLowerCase())) return false;
  if (LEADS.has(word) || /(?:^|[\s(])\p{Lu}$/u.test(before)) return false;
  return !TAILS.has(word) || capital;
}
