import { byteOffset, customEmojiId, linkEntity, markupError, sortEntities } from './entities-common.js';
import type { FormattedText, MessageEntity } from './types.js';

/**
 * parse_mode MarkdownV2: nests, and every reserved character that opens or closes nothing must be escaped.
 */

type Kind =
  | 'bold'
  | 'italic'
  | 'underline'
  | 'strikethrough'
  | 'spoiler'
  | 'code'
  | 'pre'
  | 'text_link'
  | 'custom_emoji'
  | 'blockquote';

/** Telegram's names for what is still open at the end. */
const NAMES: Readonly<Record<Kind, string>> = {
  bold: 'Bold',
  italic: 'Italic',
  underline: 'Underline',
  strikethrough: 'Strikethrough',
  spoiler: 'Spoiler',
  code: 'Code',
  pre: 'Pre',
  text_link: 'TextUrl',
  custom_emoji: 'CustomEmoji',
  blockquote: 'BlockQuote',
};

const CLOSERS: Readonly<Record<Kind, string>> = {
  bold: '*',
  italic: '_',
  underline: '__',
  strikethrough: '~',
  spoiler: '||',
  code: '`',
  pre: '```',
  text_link: ']',
  custom_emoji: ']',
  blockquote: '',
};

const RESERVED = '_*[]()~`>#+-=|{}.!\n';

interface Open {
  kind: Kind;
  /** In the source, for errors. */
  begin: number;
  /** In the text. */
  offset: number;
  language: string;
}

interface Scan {
  readonly source: string;
  at: number;
  out: string;
  readonly open: Open[];
  readonly entities: MessageEntity[];
  lineStart: boolean;
}

export function parseMarkdownV2(source: string): FormattedText {
  const scan: Scan = { source, at: 0, out: '', open: [], entities: [], lineStart: true };
  while (scan.at < source.length) step(scan);
  if (scan.open.length === 1 && scan.open[0]?.kind === 'blockquote') closeQuote(scan, false);
  const last = scan.open.at(-1);
  if (last) {
    const where = byteOffset(source, last.begin);
    const name = last.kind === 'pre' && last.language !== '' ? 'PreCode' : NAMES[last.kind];
    throw markupError(`Can't find end of ${name} entity at byte offset ${where}`);
  }
  return { text: scan.out, entities: sortEntities(scan.entities) };
}

function step(scan: Scan): void {
  const { source } = scan;
  const char = source.charAt(scan.at);
  const top = scan.open.at(-1);
  const atLineStart = scan.lineStart;
  scan.lineStart = char === '\n';
  if (char === '\\' && isEscapable(source.charAt(scan.at + 1))) {
    scan.out += source.charAt(scan.at + 1);
    scan.at += 2;
    return;
  }
  const inCode = top?.kind === 'code' || top?.kind === 'pre';
  if (!(inCode ? char === '`' : RESERVED.includes(char))) {
    scan.out += char;
    scan.at += 1;
    return;
  }
  if (char === '\n') newLine(scan);
  else if (char === '>' && atLineStart) openQuote(scan);
  else if (char === '|' && endsQuote(scan)) closeQuote(scan, true);
  else if (top && closes(scan, top)) close(scan, top);
  else if (inCode) {
    scan.out += char;
    scan.at += 1;
  } else open(scan, char);
}

/** A backslash makes any ASCII character stand for itself. */
function isEscapable(char: string): boolean {
  return char > '\0' && char <= '~';
}

function newLine(scan: Scan): void {
  const quoteGoesOn = scan.source.charAt(scan.at + 1) === '>';
  if (scan.open.at(-1)?.kind === 'blockquote' && !quoteGoesOn) closeQuote(scan, false);
  scan.out += '\n';
  scan.at += 1;
}

function openQuote(scan: Scan): void {
  const inside = scan.open.some(({ kind }) => kind === 'blockquote');
  if (!inside) {
    if (scan.open.length > 0) throw reserved('>');
    scan.open.push({ kind: 'blockquote', begin: scan.at, offset: scan.out.length, language: '' });
  }
  scan.at += 1;
}

/** `||` at the very end of a quotation makes it expandable. */
function endsQuote({ source, at, open: entities }: Scan): boolean {
  if (entities.at(-1)?.kind !== 'blockquote' || !source.startsWith('||', at)) return false;
  return at + 2 === source.length || (source.charAt(at + 2) === '\n' && source.charAt(at + 3) !== '>');
}

function closeQuote(scan: Scan, expandable: boolean): void {
  const quote = scan.open.pop();
  if (expandable) scan.at += 2;
  if (!quote) return;
  const length = scan.out.length - quote.offset;
  const type = expandable ? 'expandable_blockquote' : 'blockquote';
  if (length > 0) scan.entities.push({ type, offset: quote.offset, length });
}

function closes({ source, at }: Scan, { kind }: Open): boolean {
  if (kind === 'italic') return source.charAt(at) === '_' && source.charAt(at + 1) !== '_';
  return kind !== 'blockquote' && source.startsWith(CLOSERS[kind], at);
}

function reserved(char: string): Error {
  return markupError(`Character '${char}' is reserved and must be escaped with the preceding '\\'`);
}

function open(scan: Scan, char: string): void {
  const { source, at } = scan;
  // An empty bold entity may stand between two quotations to keep them apart.
  if (source.startsWith('**>', at) && (at === 0 || source.charAt(at - 1) === '\n')) {
    scan.at += 2;
    scan.lineStart = true;
    return;
  }
  const [kind, length] = opening(source, at, char);
  scan.at += length;
  const language = kind === 'pre' ? skipLanguage(scan) : '';
  scan.open.push({ kind, begin: at, offset: scan.out.length, language });
}

function opening(source: string, at: number, char: string): [kind: Kind, length: number] {
  switch (char) {
    case '_':
      return source.charAt(at + 1) === '_' ? ['underline', 2] : ['italic', 1];
    case '*':
      return ['bold', 1];
    case '~':
      return ['strikethrough', 1];
    case '[':
      return ['text_link', 1];
    case '`':
      return source.startsWith('```', at) ? ['pre', 3] : ['code', 1];
    case '|':
      if (source.charAt(at + 1) === '|') return ['spoiler', 2];
      throw reserved(char);
    case '!':
      if (source.charAt(at + 1) === '[') return ['custom_emoji', 2];
      throw reserved(char);
    default:
      throw reserved(char);
  }
}

/** After the opening ```: the language, if a line break follows it, and one line break. */
function skipLanguage(scan: Scan): string {
  const match = /^([^\s`]+)(?=\s)/.exec(scan.source.slice(scan.at));
  const language = match?.[1] ?? '';
  scan.at += language.length;
  const lineBreak = /^(\r\n|\n\r|\n|\r)/.exec(scan.source.slice(scan.at))?.[0] ?? '';
  scan.at += lineBreak.length;
  return language;
}

function close(scan: Scan, top: Open): void {
  scan.open.pop();
  scan.at += CLOSERS[top.kind].length;
  const { offset, kind } = top;
  const length = scan.out.length - offset;
  if (kind === 'text_link') {
    const entity = linkEntity(readUrl(scan) ?? scan.out.slice(offset), offset, length);
    if (entity && length > 0) scan.entities.push(entity);
    return;
  }
  if (kind === 'custom_emoji') {
    const id = customEmojiId(readUrl(scan) ?? '');
    if (id === undefined) throw markupError('Custom emoji entity must contain a tg://emoji URL');
    if (length > 0) scan.entities.push({ type: kind, offset, length, custom_emoji_id: id });
    return;
  }
  const language = top.language === '' ? {} : { language: top.language };
  if (length > 0) scan.entities.push({ type: kind, offset, length, ...language });
}

/** The `(url)` after a link's text; undefined when there is none. */
function readUrl(scan: Scan): string | undefined {
  const { source } = scan;
  if (source.charAt(scan.at) !== '(') return undefined;
  const begin = scan.at + 1;
  let url = '';
  let i = begin;
  while (i < source.length && source.charAt(i) !== ')') {
    if (source.charAt(i) === '\\' && isEscapable(source.charAt(i + 1))) i++;
    url += source.charAt(i++);
  }
  if (i >= source.length)
    throw markupError(`Can't find end of a URL at byte offset ${byteOffset(source, begin)}`);
  scan.at = i + 1;
  return url;
}
