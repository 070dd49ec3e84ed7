import { describe, expect, test } from '@jest/globals';
import { LONGEST_LABEL, MOST_LINKS, readLinks, writtenLinks } from '../../src/modules/broadcasts/links.js';

const URL = 'https://bank.kz/a-b';

describe('link buttons', () => {
  test.each([
    [`Our rates - ${URL}`],
    [`Our rates – ${URL}`],
    [`Our rates — ${URL}`],
    [`Our rates | ${URL}`],
    [`Our rates|${URL}`],
    [`  Our rates ${URL}  `],
  ])('are read from “%s”', (words) => {
    expect(readLinks(words)).toEqual({ links: [[{ text: 'Our rates', url: URL }]] });
  });

  test('stand side by side or below each other, as they are written', () => {
    const words = `Visa - Gold - ${URL} && Call - tg://resolve?domain=bank\nПоддержка - http://bank.kz`;
    const read = readLinks(words.replace('\n', '\n\n'));
    expect(read).toEqual({
      links: [
        [{ text: 'Visa - Gold', url: URL }, { text: 'Call', url: 'tg://resolve?domain=bank' }],
        [{ text: 'Поддержка', url: 'http://bank.kz' }],
      ],
    });
    expect('links' in read && writtenLinks(read.links).join('\n')).toBe(words);
  });

  test.each([
    ['Only a text', 'shape', 'Only a text'],
    ['Rates - bank.kz', 'address', 'Rates - bank.kz'],
    ['Rates - ftp://bank.kz', 'address', 'Rates - ftp://bank.kz'],
    ['Rates - javascript:alert(1)', 'address', 'Rates - javascript:alert(1)'],
    ['Rates - https://bank', 'address', 'Rates - https://bank'],
    [`- ${URL}`, 'shape', `- ${URL}`],
    [URL, 'shape', URL],
    [`Good - ${URL} &&`, 'shape', `Good - ${URL} &&`],
    [`${'x'.repeat(LONGEST_LABEL + 1)} - ${URL}`, 'label', `${'x'.repeat(LONGEST_LABEL + 1)} - ${URL}`],
  ])('are refused for “%s”, with the line that will not do', (line, fault, words) => {
    expect(readLinks(`Good - ${URL}\n\n${line}`)).toEqual({ fault, line: 3, words });
  });

  test('are no more than fit', () => {
    const lines = Array.from({ length: MOST_LINKS + 1 }, (_, index) => `Page ${index} - ${URL}`);
    expect(readLinks(lines.slice(1).join('\n'))).toHaveProperty('links');
    expect(readLinks(lines.join('\n'))).toMatchObject({ fault: 'number', line: MOST_LINKS + 1 });
  });
});
