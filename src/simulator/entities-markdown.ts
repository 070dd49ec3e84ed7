import { byteOffset, linkEntity, markupError } from './entities-common.js';
import type { FormattedText, MessageEntity } from './types.js';

/** parse_mode Markdown, the old dialect: no nesting, a backslash escapes only `_`, `*`, `` ` `` and `[`. */
export function parseMarkdown(source: string): FormattedText {
  let out = '';
  const entities: MessageEntity[] = [];
  for (let i = 0; i < source.length; i++) {
    const char = source.charAt(i);
    if (char === '\\' && /[_*`[]/.test(source.charAt(i + 1))) {
      out += source.charAt(++i);
      continue;
    }
    if (!/[_*`[]/.test(char)) {
      out += char;
      continue;
    }
    const piece = readPiece(source, i);
    const { length } = piece.text;
    const link = piece.url === undefined ? undefined : linkEntity(piece.url, out.length, length);
    if (link) entities.push(link);
    else if (length > 0 && piece.url === undefined) {
      const language = piece.language === '' ? {} : { language: piece.language };
      entities.push({ type: piece.type, offset: out.length, length, ...language });
    }
    out += piece.text;
    i = piece.end - 1;
  }
  return { text: out, entities };
}

interface Piece {
  type: string;
  text: string;
  language: string;
  url?: string;
  end: number;
}

const SINGLE: Readonly<Record<string, string>> = { _: 'italic', '*': 'bold', '`': 'code' };

function readPiece(source: string, begin: number): Piece {
  const char = source.charAt(begin);
  const unclosed = (): Error =>
    markupError(`Can't find end of the entity starting at byte offset ${byteOffset(source, begin)}`);
  if (source.startsWith('```', begin)) {
    const end = source.indexOf('```', begin + 3);
    if (end === -1) throw unclosed();
    const [, language = '', text = ''] =
      /^(?:([^\s`]+)(?=\s))?(?:\r\n|\n)?([^]*)$/.exec(source.slice(begin + 3, end)) ?? [];
    return { type: 'pre', text, language, end: end + 3 };
  }
  const end = source.indexOf(char === '[' ? ']' : char, begin + 1);
  if (end === -1) throw unclosed();
  const text = source.slice(begin + 1, end);
  if (char !== '[') return { type: SINGLE[char] ?? '', text, language: '', end: end + 1 };
  if (source.charAt(end + 1) !== '(') return { type: '', text, language: '', url: text, end: end + 1 };
  const close = source.indexOf(')', end + 2);
  if (close === -1) throw unclosed();
  return { type: '', text, language: '', url: source.slice(end + 2, close), end: close + 1 };
}
