import { expect, test } from '@jest/globals';
import { filesOf, withFiles } from '../../src/telegram/files.js';

const payload = { document: { $file: 'a' }, caption: 'text', reply_markup: { inline_keyboard: [] } };
const file = { filename: 'a.json', source: Buffer.from('{}') };

test('a payload names its files and is filled with them', () => {
  expect(filesOf(payload)).toEqual(['a']);
  expect(withFiles(payload, new Map([['a', file]]))).toEqual({ ...payload, document: file });
});

test('a payload whose file cannot be made is not sent', () => {
  expect(withFiles(payload, new Map([['a', undefined]]))).toBeUndefined();
});
