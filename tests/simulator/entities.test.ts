import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { formatText } from '../../src/simulator/formatted-text.js';

/** Entities written as `type:covered text`, so that a wrong offset shows. */
function covered(text: string, mode?: string): [text: string, entities: string[]] {
  const formatted = formatText(text, mode, undefined);
  return [
    formatted.text,
    formatted.entities.map(({ type, offset, length, url, language, user }) => {
      const more = url ?? language ?? user?.id;
      const part = formatted.text.slice(offset, offset + length);
      return `${type}:${part}${more === undefined ? '' : `|${more}`}`;
    }),
  ];
}

describe('HTML', () => {
  test.each<[source: string, text: string, entities: string[]]>([
    ['plain', 'plain', []],
    ['😀 <b>bold</b>', '😀 bold', ['bold:bold']],
    ['<b>a<i>b</i></b><u>c</u>', 'abc', ['bold:ab', 'italic:b', 'underline:c']],
    ['1 &lt; 2 &amp;&amp; &#x1F600;&quot;', '1 < 2 && 😀"', []],
    ['&nbsp; &unknown;', '&nbsp; &unknown;', []],
    [
      '<a href="https://bank.kz/?a=1&amp;b=2">rates</a>',
      'rates',
      ['text_link:rates|https://bank.kz/?a=1&b=2'],
    ],
    ['<a href="tg://user?id=7">he</a>', 'he', ['text_mention:he|7']],
    ['<pre><code class="language-ts">x</code></pre>', 'x', ['pre:x|ts']],
    ['<code class="language-ts">x</code>', 'x', ['code:x']],
    ['<tg-spoiler>a</tg-spoiler><span class="tg-spoiler">b</span>', 'ab', ['spoiler:a', 'spoiler:b']],
    ['<blockquote expandable>q</blockquote>', 'q', ['expandable_blockquote:q']],
    ['  <b> x </b>  ', 'x', ['bold:x']],
    ['<b></b>x', 'x', []],
    ['<B>x</b>', 'x', ['bold:x']],
  ])('reads %j', (source, text, entities) => {
    expect(covered(source, 'HTML')).toEqual([text, entities]);
  });

  test.each([
    ['<b>x', 'Can\'t find end tag corresponding to start tag "b"'],
    ['é <font>x</font>', 'Unsupported start tag "font" at byte offset 3'],
    ['😀</b>', 'Unexpected end tag at byte offset 4'],
    ['<b>x</i>', 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'],
    ['<b', 'Unclosed start tag at byte offset 0'],
    ['x <3 you', 'Unsupported start tag "3" at byte offset 2'],
    ['<span class="x">y</span>', 'Tag "span" must have class "tg-spoiler" at byte offset 0'],
    ['<a href="x', 'Unclosed start tag "a" at byte offset 0'],
  ])('refuses %j', (source, what) => {
    expect(() => formatText(source, 'HTML', undefined)).toThrow(
      `Bad Request: can't parse entities: ${what}`,
    );
  });

  test('gives back any text that was escaped', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
        expect(formatText(escaped, 'HTML', undefined).text).toBe(text.trim());
      }),
    );
  });
});

describe('MarkdownV2', () => {
  test.each<[source: string, text: string, entities: string[]]>([
    [
      '😀 *bold _both_* __u__ ~s~ ||sp|| `c`',
      '😀 bold both u s sp c',
      ['bold:bold both', 'italic:both', 'underline:u', 'strikethrough:s', 'spoiler:sp', 'code:c'],
    ],
    ['1\\.5 \\> 1\\!', '1.5 > 1!', []],
    ['[rates](https://bank.kz/a_\\)b)', 'rates', ['text_link:rates|https://bank.kz/a_)b']],
    ['```ts\nlet x = 1;\n```', 'let x = 1;', ['pre:let x = 1;|ts']],
    ['`a*b_c.d`', 'a*b_c.d', ['code:a*b_c.d']],
    ['>one\n>two\nthree', 'one\ntwo\nthree', ['blockquote:one\ntwo']],
    ['>one\n>two||', 'one\ntwo', ['expandable_blockquote:one\ntwo']],
    ['___both_ u__', 'both u', ['underline:both u', 'italic:both']],
  ])('reads %j', (source, text, entities) => {
    expect(covered(source, 'MarkdownV2')).toEqual([text, entities]);
  });

  test.each([
    ['1.5', "Character '.' is reserved and must be escaped with the preceding '\\'"],
    ['a > b', "Character '>' is reserved and must be escaped with the preceding '\\'"],
    ['é _x', "Can't find end of Italic entity at byte offset 3"],
    ['*a _b*', "Can't find end of Bold entity at byte offset 5"],
    ['[a](b', "Can't find end of a URL at byte offset 4"],
  ])('refuses %j', (source, what) => {
    expect(() => formatText(source, 'MarkdownV2', undefined)).toThrow(
      `Bad Request: can't parse entities: ${what}`,
    );
  });

  test('gives back any text that was escaped', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const escaped = text.replace(/[_*[\]()~`>#+\-=|{}.!\\]/g, '\\$&');
        expect(formatText(escaped, 'MarkdownV2', undefined).text).toBe(text.trim());
      }),
    );
  });
});

describe('Markdown', () => {
  test('reads bold, italic, code and links, and lets a single underscore inside a word be escaped', () => {
    const source = '*b* _i_ `c_d` [r](https://bank.kz/) a\\_b';
    const entities = ['bold:b', 'italic:i', 'code:c_d', 'text_link:r|https://bank.kz/'];
    expect(covered(source, 'Markdown')).toEqual(['b i c_d r a_b', entities]);
  });

  test('refuses an entity without an end', () => {
    const what = "can't parse entities: Can't find end of the entity starting at byte offset 3";
    expect(() => formatText('é _x', 'Markdown', undefined)).toThrow(what);
  });
});

describe('what Telegram marks by itself', () => {
  test.each<[text: string, entities: string[]]>([
    ['/start now', ['bot_command:/start']],
    ['😀 /help@teller_bot', ['bot_command:/help@teller_bot']],
    ['and/or 1/2', []],
    ['see https://bank.kz/rates.', ['url:https://bank.kz/rates']],
    ['mail a.b@bank.kz to @someone #tag', ['email:a.b@bank.kz', 'mention:@someone', 'hashtag:#tag']],
    ['call +7 700 123 45 67', ['phone_number:+7 700 123 45 67']],
  ])('finds it in %j', (text, entities) => {
    expect(covered(text)[1]).toEqual(entities);
  });

  test('leaves code alone', () => {
    expect(covered('<code>/start @someone</code>', 'HTML')[1]).toEqual(['code:/start @someone']);
  });
});
