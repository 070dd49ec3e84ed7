import { blankListMarkers } from './facts/index.js';
import { DECLINED } from './prompt.js';
import { splitSentences } from './sentences.js';

/** A model's answer, read. `sentences` carry their citations apart; `text` has them as `[1][2]`. */
export type ParsedAnswer =
  { kind: 'declined' } | { kind: 'text'; text: string; sentences: CitedSentence[]; cited: number[] };

export interface CitedSentence {
  /** Without citations and without the number of a list item. */
  readonly text: string;
  /** Passage numbers as the model wrote them; whether they exist is for the grounding check. */
  readonly citations: number[];
}

const NUMBERS = '(\\d{1,3}(?:\\s*[,;–-]\\s*\\d{1,3})*)';
const CITATION = new RegExp(
  `[[【]\\s*(?:passage|source|источник|дереккөз|\\^)?\\s*№?\\s*${NUMBERS}\\s*(?:†[^\\]】]*)?[\\]】]`,
  'giu',
);
const LATE_CITATIONS = /([.!?…]+)[ \t]*((?:\[\d+\])+)/gu;

/** Reads a model's answer. A truncated one loses its last, cut sentence. */
export function parseAnswer(raw: string, truncated = false): ParsedAnswer {
  if (raw.includes(DECLINED)) return { kind: 'declined' };
  const plain = stripMarkup(raw)
    .replace(CITATION, (_, numbers: string) =>
      expand(numbers)
        .map((n) => `[${n}]`)
        .join(''),
    )
    .replace(LATE_CITATIONS, ' $2$1')
    .replace(/[ \t]+(?=\[\d+\])/g, ' ')
    .trim();
  const text = truncated ? dropLastSentence(plain) : plain;
  const sentences = splitSentences(blankListMarkers(text))
    .map(readSentence)
    .filter((sentence) => sentence.text !== '');
  if (sentences.length === 0) return { kind: 'declined' };
  const cited = [...new Set(sentences.flatMap((sentence) => sentence.citations))];
  return { kind: 'text', text, sentences, cited };
}

/** Numbers the citations of a text 1, 2, 3 in the order in which they first appear. */
export function renumber(text: string, cited: readonly number[]): string {
  return text.replace(/\[(\d+)\]/g, (_, number: string) => `[${cited.indexOf(Number(number)) + 1}]`);
}

function readSentence(sentence: string): CitedSentence {
  const citations = [...sentence.matchAll(/\[(\d+)\]/g)].map((match) => Number(match[1]));
  const text = sentence.replace(/\s*\[\d+\]/g, '').trim();
  return { text: /[\p{L}\d]/u.test(text) ? text : '', citations };
}

/** `1, 3` → 1, 3; `2-4` → 2, 3, 4. A range that makes no sense stays as its two ends. */
function expand(numbers: string): number[] {
  return numbers.split(/[,;]/).flatMap((part) => {
    const [from = 0, to = from] = part.split(/[–-]/).map(Number);
    if (to <= from || to - from > 20) return from === to ? [from] : [from, to];
    return Array.from({ length: to - from + 1 }, (_, i) => from + i);
  });
}

/** Markdown to the plain text a person would have typed. */
function stripMarkup(raw: string): string {
  return raw
    .replace(/\r\n?/g, '\n')
    .replace(/^```.*$/gm, '')
    .replace(/\[([^\]\n]+)\]\((https?:[^)\s]+)\)/g, '$1 ($2)')
    .replace(/^\s{0,3}#{1,6}\s+/gm, '')
    .replace(/^\s*[-*]\s+/gm, '• ')
    .replace(/\*\*([^*\n]+)\*\*|__([^_\n]+)__/g, '$1$2')
    .replace(/(?<![\p{L}\d])[*_]([^*_\n]+)[*_](?![\p{L}\d])/gu, '$1')
    .replace(/`([^`\n]+)`/g, '$1')
    .replace(/^>\s?/gm, '')
    .replace(/\n{3,}/g, '\n\n');
}

function dropLastSentence(text: string): string {
  const last = splitSentences(text).at(-1);
  if (last === undefined || /[.!?…][»")\]]*$/u.test(last)) return text;
  return text.slice(0, text.lastIndexOf(last)).trim();
}
