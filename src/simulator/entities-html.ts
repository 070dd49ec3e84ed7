import { byteOffset, linkEntity, markupError, sortEntities } from './entities-common.js';
import type { FormattedText, MessageEntity } from './types.js';

/** parse_mode HTML: Telegram's own small dialect, with its own messages for what it does not take. */

const TYPES: Readonly<Record<string, string>> = {
  b: 'bold',
  strong: 'bold',
  i: 'italic',
  em: 'italic',
  u: 'underline',
  ins: 'underline',
  s: 'strikethrough',
  strike: 'strikethrough',
  del: 'strikethrough',
  span: 'spoiler',
  'tg-spoiler': 'spoiler',
  'tg-emoji': 'custom_emoji',
  a: 'text_link',
  code: 'code',
  pre: 'pre',
  blockquote: 'blockquote',
};

const REFERENCES: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"' };
const REFERENCE = /&(?:#x([0-9a-f]{1,7})|#(\d{1,8})|([a-z]+));?/iy;

interface OpenTag {
  name: string;
  argument: string;
  offset: number;
}

interface Scan {
  readonly source: string;
  at: number;
  out: string;
  readonly open: OpenTag[];
  readonly entities: MessageEntity[];
  /** The language of a `<code>` that may turn out to stand alone in a `<pre>`. */
  readonly languages: Map<MessageEntity, string>;
}

export function parseHtml(source: string): FormattedText {
  if (!/[<&]/.test(source)) return { text: source, entities: [] };
  const scan: Scan = { source, at: 0, out: '', open: [], entities: [], languages: new Map() };
  while (scan.at < source.length) step(scan);
  const last = scan.open.at(-1);
  if (last) throw markupError(`Can't find end tag corresponding to start tag "${last.name}"`);
  return { text: scan.out, entities: sortEntities(scan.entities) };
}

function step(scan: Scan): void {
  const char = scan.source.charAt(scan.at);
  if (char === '&') {
    const [text, length] = decodeReference(scan.source, scan.at);
    scan.out += text;
    scan.at += length;
  } else if (char !== '<') {
    const next = scan.source.slice(scan.at).search(/[<&]/);
    const end = next === -1 ? scan.source.length : scan.at + next;
    scan.out += scan.source.slice(scan.at, end);
    scan.at = end;
  } else if (scan.source.charAt(scan.at + 1) === '/') {
    closeTag(scan);
  } else {
    openTag(scan);
  }
}

/** The text of a character reference and its length in the source; `&` itself when it is none. */
function decodeReference(source: string, at: number): [text: string, length: number] {
  REFERENCE.lastIndex = at;
  const match = REFERENCE.exec(source);
  if (!match) return ['&', 1];
  const [whole, hex, decimal, name = ''] = match;
  const digits = hex ?? decimal;
  if (digits === undefined) {
    const text = REFERENCES[name];
    return text === undefined ? ['&', 1] : [text, whole.length];
  }
  const code = parseInt(digits, hex === undefined ? 10 : 16);
  const valid = code > 0 && code < 0x10ffff && (code < 0xd800 || code > 0xdfff);
  return valid ? [String.fromCodePoint(code), whole.length] : ['&', 1];
}

function openTag(scan: Scan): void {
  const { source } = scan;
  const begin = scan.at;
  const where = (): string => `at byte offset ${byteOffset(source, begin)}`;
  const end = begin + 1 + source.slice(begin + 1).search(/[\s>]|$/);
  if (end >= source.length) throw markupError(`Unclosed start tag ${where()}`);
  const name = source.slice(begin + 1, end).toLowerCase();
  if (!Object.hasOwn(TYPES, name)) throw markupError(`Unsupported start tag "${name}" ${where()}`);
  scan.at = end;
  const argument = readAttributes(scan, name, where);
  if (name === 'span' && argument !== 'spoiler') {
    throw markupError(`Tag "span" must have class "tg-spoiler" ${where()}`);
  }
  scan.at += 1;
  scan.open.push({ name, argument, offset: scan.out.length });
}

/**
 * Reads up to the closing `>` (not beyond) and returns the one attribute that means something for the tag.
 */
function readAttributes(scan: Scan, tag: string, where: () => string): string {
  const { source } = scan;
  const unclosed = (): Error => markupError(`Unclosed start tag "${tag}" ${where()}`);
  let argument = '';
  for (;;) {
    skipSpace(scan);
    if (scan.at >= source.length) throw unclosed();
    if (source.charAt(scan.at) === '>') return argument;
    const name = take(scan, /[^\s=>/"']*/y);
    if (name === '') throw markupError(`Empty attribute name in the tag "${tag}" ${where()}`);
    skipSpace(scan);
    if (source.charAt(scan.at) !== '=') {
      if (scan.at >= source.length) throw unclosed();
      if (tag === 'blockquote' && name === 'expandable') argument = 'expandable';
      continue;
    }
    scan.at += 1;
    skipSpace(scan);
    if (scan.at >= source.length) throw unclosed();
    const value = readValue(scan);
    if (scan.at >= source.length) throw unclosed();
    argument = meaning(tag, name, value) ?? argument;
  }
}

function meaning(tag: string, attribute: string, value: string): string | undefined {
  if (tag === 'a' && attribute === 'href') return value;
  if (tag === 'code' && attribute === 'class' && value.startsWith('language-')) return value.slice(9);
  if (tag === 'span' && attribute === 'class' && value.startsWith('tg-')) return value.slice(3);
  if (tag === 'tg-emoji' && attribute === 'emoji-id') return value;
  if (tag === 'blockquote' && attribute === 'expandable') return 'expandable';
  return undefined;
}

function readValue(scan: Scan): string {
  const { source } = scan;
  const quote = source.charAt(scan.at);
  if (quote !== '"' && quote !== "'") {
    const begin = scan.at;
    const token = take(scan, /[a-z0-9.-]*/iy).toLowerCase();
    if (!/^[\s>]?$/.test(source.charAt(scan.at))) {
      throw markupError(`Unexpected end of name token at byte offset ${byteOffset(source, begin)}`);
    }
    return token;
  }
  let value = '';
  scan.at += 1;
  while (scan.at < source.length && source.charAt(scan.at) !== quote) {
    const [text, length] =
      source.charAt(scan.at) === '&' ? decodeReference(source, scan.at) : [source.charAt(scan.at), 1];
    value += text;
    scan.at += length;
  }
  scan.at += 1;
  return value;
}

function closeTag(scan: Scan): void {
  const { source } = scan;
  const begin = scan.at;
  const where = (): string => `at byte offset ${byteOffset(source, begin)}`;
  const tag = scan.open.pop();
  if (!tag) throw markupError(`Unexpected end tag ${where()}`);
  scan.at += 2;
  const name = take(scan, /[^\s>]*/y).toLowerCase();
  skipSpace(scan);
  if (source.charAt(scan.at) !== '>') throw markupError(`Unclosed end tag ${where()}`);
  scan.at += 1;
  if (name !== '' && name !== tag.name) {
    throw markupError(`Unmatched end tag ${where()}, expected "</${tag.name}>", found "</${name}>"`);
  }
  const length = scan.out.length - tag.offset;
  if (length > 0) addEntity(scan, tag, length);
}

function addEntity(scan: Scan, { name, argument, offset }: OpenTag, length: number): void {
  const type = TYPES[name] ?? name;
  if (name === 'a') {
    const entity = linkEntity(argument === '' ? scan.out.slice(offset) : argument, offset, length);
    if (entity) scan.entities.push(entity);
    return;
  }
  if (name === 'pre' || name === 'code') {
    addCode(scan, { type, offset, length }, argument);
    return;
  }
  if (name === 'tg-emoji') {
    if (!/^\d+$/.test(argument)) throw markupError('Invalid custom emoji identifier specified');
    scan.entities.push({ type, offset, length, custom_emoji_id: argument });
    return;
  }
  scan.entities.push({ type: argument === 'expandable' ? 'expandable_blockquote' : type, offset, length });
}

/** `<pre><code class="language-x">` is one entity with a language, whichever of the two closes first. */
function addCode(scan: Scan, entity: MessageEntity, language: string): void {
  const last = scan.entities.at(-1);
  const sameSpan = last?.offset === entity.offset && last.length === entity.length;
  const nested = last && sameSpan && last.type !== entity.type && /^(code|pre)$/.test(last.type);
  const known = language || (nested && scan.languages.get(last)) || '';
  if (nested && known !== '') {
    scan.entities.pop();
    scan.entities.push({ type: 'pre', offset: entity.offset, length: entity.length, language: known });
    return;
  }
  scan.entities.push(entity);
  if (language !== '') scan.languages.set(entity, language);
}

function take(scan: Scan, pattern: RegExp): string {
  pattern.lastIndex = scan.at;
  const text = pattern.exec(scan.source)?.[0] ?? '';
  scan.at += text.length;
  return text;
}

function skipSpace(scan: Scan): void {
  take(scan, /\s*/y);
}
