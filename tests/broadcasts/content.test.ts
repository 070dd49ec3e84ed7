import { describe, expect, test } from '@jest/globals';
import type { Message, MessageEntity } from 'telegraf/types';
import { callOf, saidIn, saidTo } from '../../src/modules/broadcasts/content.js';

function textMessage(text: string, entities: MessageEntity[] = []): Message {
  return { message_id: 1, date: 0, chat: { id: 1, type: 'private', first_name: 'A' }, text, entities };
}

describe('what a broadcast says', () => {
  test('is the text behind the command, with its formatting where it was', () => {
    const message = textMessage('/broadcast  New rates: 14,5 % ', [
      { type: 'bot_command', offset: 0, length: 10 },
      { type: 'bold', offset: 12, length: 3 },
      { type: 'italic', offset: 23, length: 8 },
    ]);
    expect(saidIn(message, 11)).toEqual({
      kind: 'text',
      text: 'New rates: 14,5 %',
      entities: [
        { type: 'bold', offset: 0, length: 3 },
        { type: 'italic', offset: 11, length: 6 },
      ],
    });
  });

  test('is nothing behind a bare command', () => {
    expect(saidIn(textMessage('/broadcast  '), 10)).toBeUndefined();
  });

  test('is a photo with its caption, by Telegram’s largest file', () => {
    const chat = { id: 1, type: 'private', first_name: 'A' } as const;
    const photo = [1, 2].map((size) => ({ file_id: `file${size}`, file_unique_id: `u${size}`, width: size, height: size }));
    const entities: MessageEntity[] = [{ type: 'bold', offset: 0, length: 4 }];
    const message: Message = { message_id: 1, date: 0, chat, photo, caption: 'Sale', caption_entities: entities };
    const said = saidIn(message);
    expect(said).toEqual({ kind: 'photo', fileId: 'file2', text: 'Sale', entities });
    expect(said && callOf(said, [])).toMatchObject({ method: 'sendPhoto', payload: { photo: 'file2', caption: 'Sale', caption_entities: entities } });
  });

  test('is no sticker', () => {
    const chat = { id: 1, type: 'private', first_name: 'A' } as const;
    const sticker = { file_id: 's', file_unique_id: 's', width: 1, height: 1, type: 'regular', is_animated: false, is_video: false } as const;
    expect(saidIn({ message_id: 1, date: 0, chat, sticker })).toBeUndefined();
  });

  test('is said in the reader’s language where there is one, else in the one for all', () => {
    const [all, kazakh] = ['Hello', 'Сәлем'].map((text) => ({ kind: 'text', text }) as const);
    if (!all || !kazakh) throw new Error('There are two');
    expect(saidTo({ said: { any: all, kk: kazakh } }, 'kk')).toBe(kazakh);
    expect(saidTo({ said: { any: all, kk: kazakh } }, 'en')).toBe(all);
    expect(saidTo({ said: { kk: kazakh } }, undefined)).toBe(kazakh);
  });
});
