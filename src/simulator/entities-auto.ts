import type { MessageEntity } from './types.js';

/**
 * Finds what Telegram marks by itself: commands, mentions, hashtags, links, e-mail addresses, phone
 * numbers.
 */

const REST = '[^\\s<>"\']';
const DOMAINS = '(?:com|org|net|kz|ru|io|me|dev)(?![\\w-])';

const PATTERNS: readonly (readonly [type: string, pattern: RegExp])[] = [
  ['url', new RegExp(`(?<![\\w@.-])(?:https?://${REST}+|(?:[a-z0-9-]+\\.)+${DOMAINS}(?:/${REST}*)?)`, 'giu')],
  ['email', /(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}/gi],
  ['bot_command', /(?<![\w/<])\/[a-z0-9_]{1,64}(?:@\w{3,32})?(?![\w/])/gi],
  ['mention', /(?<![\w@./])@[a-z]\w{2,31}(?!\w)/gi],
  ['hashtag', /(?<![\p{L}\p{N}_#&])#(?!\d+(?![\p{L}\p{N}_]))[\p{L}\p{N}_]{1,256}/gu],
  ['phone_number', /(?<![\w+])\+\d(?:[ ()-]?\d){9,14}(?!\d)/g],
];

/** Skips the patterns for text that cannot hold any, which is most of it. */
const HINT = /[@/#+]|\w\.\w/;

/**
 * Entities not yet covered by `known` (code and links hide what they hold). Offsets are UTF-16 code units.
 */
export function detectEntities(text: string, known: readonly MessageEntity[]): MessageEntity[] {
  if (!HINT.test(text)) return [];
  const taken = known.filter((entity) => /^(code|pre|text_link|text_mention)$/.test(entity.type));
  const found: MessageEntity[] = [];
  for (const [type, pattern] of PATTERNS) {
    for (const match of text.matchAll(pattern)) {
      const value = type === 'url' ? match[0].replace(/[.,;:!?)\]]+$/, '') : match[0];
      const entity = { type, offset: match.index, length: value.length };
      if ([...taken, ...found].some((other) => overlap(entity, other))) continue;
      found.push(entity);
    }
  }
  return found;
}

function overlap(a: MessageEntity, b: MessageEntity): boolean {
  return a.offset < b.offset + b.length && b.offset < a.offset + a.length;
}
