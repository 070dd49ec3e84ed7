import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Message, MessageEntity } from 'telegraf/types';
import { createTexts } from '../../src/locales/index.js';
import { callsOf } from '../../src/modules/broadcasts/calls.js';
import {
  type Said,
  type SaidAlbum,
  type SaidFile,
  joined,
  languageFor,
  linksFor,
  saidIn,
  withLinks,
  withoutSaid,
} from '../../src/modules/broadcasts/content.js';

const t = createTexts('en')('en');
const PLACE = { message_id: 1, date: 0, chat: { id: 1, type: 'private', first_name: 'A' } } as const;
const BUTTON = { text: 'No more', callback_data: 'unsubscribe' };

function textMessage(text: string, entities: MessageEntity[] = [], more: object = {}): Message {
  return { ...PLACE, text, entities, ...more };
}

function photoMessage(more: object): Message {
  const photo = [1, 2].map((size) => ({ file_id: `file${size}`, file_unique_id: `u${size}`, width: size, height: size }));
  return { ...PLACE, photo, ...more };
}

function callsFor(said: Said | undefined): ReturnType<typeof callsOf> {
  if (!said) throw new Error('It says nothing');
  return callsOf({ said: { any: said } }, 'any', t, [[BUTTON]]);
}

describe('what a broadcast says', () => {
  test('is the text behind the command, with its formatting where it was', () => {
    const message = textMessage('/broadcast@my_bot\n New rates: 14,5 %, see /rates', [
      { type: 'bot_command', offset: 0, length: 17 },
      { type: 'bold', offset: 0, length: 22 },
      { type: 'italic', offset: 30, length: 6 },
      { type: 'bot_command', offset: 42, length: 6 },
    ]);
    expect(saidIn(message)).toEqual({
      kind: 'text',
      text: 'New rates: 14,5 %, see /rates',
      entities: [
        { type: 'bold', offset: 0, length: 3 },
        { type: 'italic', offset: 11, length: 6 },
        { type: 'bot_command', offset: 23, length: 6 },
      ],
      messageId: 1,
    });
  });

  test('keeps every formatted piece of whatever text stands behind the command', () => {
    const piece = fc.record({ text: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 8 }), formatted: fc.boolean() });
    fc.assert(
      fc.property(fc.constantFrom(' ', '\n', '@my_bot  ', '\n\n\t'), fc.array(piece, { minLength: 1 }), (gap, pieces) => {
        const command = `/broadcast${gap.trim()}`;
        let text = `${command}${gap.slice(gap.trim().length)}«`;
        const entities: MessageEntity[] = [{ type: 'bot_command', offset: 0, length: command.length }];
        for (const each of pieces) {
          if (each.formatted) entities.push({ type: 'spoiler', offset: text.length, length: each.text.length });
          text += each.text;
        }
        const said = saidIn(textMessage(`${text}»`, entities));
        if (said?.kind !== 'text') throw new Error('It is a text');
        expect(said.text).toBe(`«${pieces.map((each) => each.text).join('')}»`);
        const kept = (said.entities ?? []).map(({ offset, length }) => said.text.slice(offset, offset + length));
        expect(kept).toEqual(pieces.filter(({ formatted }) => formatted).map((each) => each.text));
      }),
    );
  });

  test('is nothing behind a bare command', () => {
    expect(saidIn(textMessage('/broadcast  ', [{ type: 'bot_command', offset: 0, length: 10 }]))).toBeUndefined();
  });

  test('has its links shown as its author had them', () => {
    const preview = { url: 'https://bank.kz', show_above_text: true } as const;
    const [call] = callsFor(saidIn(textMessage('See bank.kz', [], { link_preview_options: preview })));
    expect(call).toEqual({
      method: 'sendMessage',
      payload: { text: 'See bank.kz', link_preview_options: preview, reply_markup: { inline_keyboard: [[BUTTON]] } },
    });
  });

  test('is a photo by Telegram’s largest file, as it looked', () => {
    const caption_entities: MessageEntity[] = [{ type: 'custom_emoji', offset: 0, length: 2, custom_emoji_id: '7' }];
    const looks = { caption: '🎉 Sale', caption_entities, show_caption_above_media: true };
    const [call] = callsFor(saidIn(photoMessage({ ...looks, has_media_spoiler: true })));
    const reply_markup = { inline_keyboard: [[BUTTON]] };
    expect(call).toEqual({ method: 'sendPhoto', payload: { photo: 'file2', ...looks, has_spoiler: true, reply_markup } });
  });

  test.each([
    ['voice', 'sendVoice'],
    ['video_note', 'sendVideoNote'],
    ['animation', 'sendAnimation'],
    ['audio', 'sendAudio'],
  ])('may be of the kind %s', (kind, method) => {
    const file = { file_id: 'file', file_unique_id: 'u' };
    const message = { ...PLACE, [kind]: file, ...(kind === 'animation' && { document: file }) } as unknown as Message;
    expect(callsFor(saidIn(message))[0]).toMatchObject({ method, payload: { [kind]: 'file' } });
  });

  test('is no sticker', () => {
    const sticker = { file_id: 's', file_unique_id: 's', width: 1, height: 1, type: 'regular', is_animated: false, is_video: false } as const;
    expect(saidIn({ ...PLACE, sticker })).toBeUndefined();
  });

  test('is said in the reader’s language where there is one, with links of its own or those for all', () => {
    const [any, kk] = ['Hello', 'Сәлем'].map((text) => ({ kind: 'text', text }) as const);
    if (!any || !kk) throw new Error('There are two');
    const content = withLinks({ said: { any, kk } }, 'any', [[{ text: 'Rates', url: 'https://bank.kz' }]]);
    expect(['kk', 'en', undefined].map((locale) => languageFor(content, locale as 'kk'))).toEqual(['kk', 'any', 'any']);
    expect(linksFor(content, 'kk')).toEqual(linksFor(content, 'any'));
    const own = withLinks(content, 'kk', [[{ text: 'Мөлшерлемелер', url: 'https://bank.kz/kk' }]]);
    expect(linksFor(own, 'kk')).toEqual([[{ text: 'Мөлшерлемелер', url: 'https://bank.kz/kk' }]]);
    expect(withoutSaid(own, 'kk')).toEqual({ said: { any }, links: content.links });
  });
});

describe('an album of a broadcast', () => {
  const part = (messageId: number, kind: SaidFile['kind'] = 'photo'): SaidAlbum => ({
    kind: 'album',
    groupId: 'g',
    items: [{ kind, fileId: `file${messageId}`, messageId }],
  });

  test('is put together in the order of its messages, however often each comes', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 2, max: 10 })), (order) => {
        const album = order.reduce((before, id) => joined(before, part(id, id % 2 ? 'video' : 'photo')), part(5, 'video'));
        const ids = album.items.map(({ messageId }) => messageId);
        expect(ids).toEqual([...new Set([5, ...order])].sort((a, b) => a - b));
      }),
    );
  });

  test('takes no file that Telegram would not show beside the others', () => {
    expect(joined(part(1), part(2, 'document'))).toEqual(part(1));
    expect(joined(part(1, 'audio'), part(2, 'audio')).items).toHaveLength(2);
  });

  test('has its buttons in a message below it, and none where there are none', () => {
    const [album, below] = callsFor(joined(part(1), part(2)));
    expect(album).toEqual({ method: 'sendMediaGroup', payload: { media: [1, 2].map((id) => ({ type: 'photo', media: `file${id}` })) } });
    expect(below).toEqual({ method: 'sendMessage', payload: { text: 'News from the bank', reply_markup: { inline_keyboard: [[BUTTON]] } } });
    expect(callsOf({ said: { any: joined(part(1), part(2)) } }, 'any', t, [])).toHaveLength(1);
  });

  test('of one file is that file', () => {
    expect(callsFor(part(1))).toMatchObject([{ method: 'sendPhoto', payload: { photo: 'file1' } }]);
  });
});
