import type { MessageEntity } from 'telegraf/types';
import { replacementsIn, secretsIn, withReplacements, type Replacement, type Shown } from './mask.js';
import type { SecretKind } from './secret.js';

/** A text with its formatting, as Telegram has it: offsets and lengths in UTF-16 units. */
export interface Formatted {
  readonly text: string;
  readonly entities?: readonly MessageEntity[] | undefined;
}

export interface MaskedFormatted {
  readonly text: string;
  readonly entities: MessageEntity[];
  /** What was hidden, each kind once. */
  readonly kinds: SecretKind[];
}

/**
 * Masks a text and moves its formatting along. An entity that reaches into a secret covers the whole placeholder.
 * A link or a mention that carries a secret in what is not seen of it is taken away; its text stays.
 */
export function maskFormatted({ text, entities = [] }: Formatted, shown: Shown = []): MaskedFormatted {
  const replacements = replacementsIn(text, shown);
  const carried = entities.map((entity) => secretsIn(hiddenText(entity), shown).map(({ kind }) => kind));
  const kept = entities.filter((_, index) => carried[index]?.length === 0);
  const move = replacements.length === 0 ? (entity: MessageEntity) => entity : mover(replacements);
  return {
    text: withReplacements(text, replacements),
    entities: kept.map(move),
    kinds: [...new Set([...replacements.map(({ kind }) => kind), ...carried.flat()])],
  };
}

/** What an entity says beside the text that it covers. */
function hiddenText(entity: MessageEntity): string {
  switch (entity.type) {
    case 'text_link':
      return `${entity.url}\n${decoded(entity.url)}`;
    case 'text_mention':
      return [entity.user.first_name, entity.user.last_name, entity.user.username].join('\n');
    case 'pre':
      return entity.language ?? '';
    default:
      return '';
  }
}

function decoded(url: string): string {
  try {
    return decodeURIComponent(url.replaceAll('+', '%2B'));
  } catch {
    return url;
  }
}

function mover(replacements: readonly Replacement[]): (entity: MessageEntity) => MessageEntity {
  return (entity) => {
    const start = moved(entity.offset, replacements, 'start');
    const end = moved(entity.offset + entity.length, replacements, 'end');
    return { ...entity, offset: start, length: end - start };
  };
}

/** Where a place of the text is after masking; one inside of a secret goes to that side of its placeholder. */
function moved(place: number, replacements: readonly Replacement[], side: 'start' | 'end'): number {
  let shift = 0;
  for (const { start, end, placeholder } of replacements) {
    if (place <= start) break;
    if (place < end) return start + shift + (side === 'end' ? placeholder.length : 0);
    shift += placeholder.length - (end - start);
  }
  return place + shift;
}
