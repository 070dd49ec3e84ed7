import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseDocument, type DocumentResult } from '../../src/modules/knowledge/document.js';
import { type Passage, versionOf } from '../../src/modules/knowledge/passage.js';
import { mostBytesOf } from '../../src/modules/knowledge/readers/formats.js';
import { MAX_WORDS } from '../../src/modules/knowledge/split.js';
import { countWords } from '../../src/platform/text/index.js';

const read = (path: string, text: string): Promise<DocumentResult> => parseDocument(path, Buffer.from(text));

async function parsed(path: string, text: string): Promise<Extract<DocumentResult, { ok: true }>> {
  const result = await read(path, text);
  if (!result.ok) throw new Error(result.problem.detail);
  return result;
}

const withoutVersion = (passage: Passage): object => ({ ...passage, version: undefined });

const problemOf = (result: DocumentResult): string | undefined =>
  result.ok ? undefined : result.problem.code;

describe('parseDocument', () => {
  test('front matter gives title, language, tags and the days it holds', async () => {
    const source =
      '---\ntitle: Tariffs\nlang: en\ntags: [fees, cards]\nvalid_from: 2026-01-01\n' +
      'valid_until: 2026-12-31\n' +
      'owner: somebody\n---\n# Other heading\n\n## Gold\n\nThe fee is 9 900 ₸.\n';
    const { document, passages } = await parsed('tariffs.md', source);
    expect(document).toEqual({
      path: 'tariffs.md',
      title: 'Tariffs',
      lang: 'en',
      tags: ['fees', 'cards'],
      validFrom: '2026-01-01',
      validUntil: '2026-12-31',
      passages: 1,
      version: versionOf(Buffer.from(source)),
    });
    expect(passages[0]).toMatchObject({
      document: 'tariffs.md',
      title: 'Tariffs',
      section: 'Gold',
      text: 'The fee is 9 900 ₸.',
      validUntil: '2026-12-31',
    });
  });

  test('nested headings are joined to a path', async () => {
    const { passages } = await parsed('en/a.md', '# A\n## Gold\n### Fees\nfree\n');
    expect(passages[0]?.section).toBe('Gold › Fees');
  });

  test.each([
    ['front matter first', 'ru/a.md', '---\nlang: kk\n---\nHow do I open it', 'kk'],
    ['then the folder', 'docs/en/a.md', 'Как открыть вклад', 'en'],
    ['then the words', 'a.md', 'Салымды қалай ашуға болады', 'kk'],
  ])('the language comes from: %s', async (_name, path, source, lang) => {
    expect((await parsed(path, source)).document.lang).toBe(lang);
  });

  test('a byte order mark and CRLF change nothing', async () => {
    const plain = await parsed('a.md', '---\ntitle: T\n---\n## S\n\ntext here\n');
    const odd = await parsed('a.md', '\uFEFF---\r\ntitle: T\r\n---\r\n## S\r\n\r\ntext here\r\n');
    expect(odd.passages.map(withoutVersion)).toEqual(plain.passages.map(withoutVersion));
  });

  test('plain text takes a short first line as its title and keeps the rest as it is', async () => {
    const { document, passages } = await parsed(
      'ru/schet.txt',
      'Счёт для бизнеса\n\nСчёт открывается # бесплатно.\n\nВторой.',
    );
    expect(document.title).toBe('Счёт для бизнеса');
    expect(passages[0]?.text).toBe('Счёт открывается # бесплатно.\n\nВторой.');
  });

  test('without any title the file name serves', async () => {
    expect((await parsed('ru/kreditnaya-karta.md', 'Текст без заголовка')).document.title).toBe('Kreditnaya karta');
  });

  test('ids are stable, differ between equal passages, and change with the text', async () => {
    const source = '## A\n\nsame\n\n## A\n\nsame\n';
    const ids = (await parsed('a.md', source)).passages.map(({ id }) => id);
    expect(new Set(ids).size).toBe(2);
    expect((await parsed('a.md', source)).passages.map(({ id }) => id)).toEqual(ids);
    expect((await parsed('a.md', source.replace('same', 'other'))).passages[0]?.id).not.toBe(ids[0]);
  });

  test.each([
    ['nothing', Buffer.from(''), 'empty'],
    ['only a title', Buffer.from('# Title\n\n## Section\n'), 'empty'],
    ['Windows-1251', Buffer.from([0xca, 0xe0, 0xf0, 0xf2, 0xe0]), 'encoding'],
    ['UTF-16', Buffer.from('\uFEFFКарта', 'utf16le'), 'encoding'],
    ['zero bytes', Buffer.from('text\u0000text'), 'encoding'],
    ['more than the limit', Buffer.alloc(mostBytesOf('a.md') + 1, 'a'), 'too_large'],
    ['broken YAML', Buffer.from('---\ntitle: [a\n---\ntext'), 'front_matter'],
    ['an unknown language', Buffer.from('---\nlang: de\n---\ntext'), 'front_matter'],
    ['a day that is none', Buffer.from('---\nvalid_until: 2026-02-30\n---\ntext'), 'front_matter'],
    ['a day in another notation', Buffer.from('---\nvalid_until: 31.12.2026\n---\ntext'), 'front_matter'],
  ])('a file with %s is a problem', async (_name, bytes, code) => {
    expect(problemOf(await parseDocument('a.md', bytes))).toBe(code);
  });

  test('whatever the bytes, it never throws and never exceeds the passage limit', async () => {
    const line = fc.oneof(
      fc.string(),
      fc.constantFrom('# a', '## b', '---', '```', '| a | b |', '|---|---|', '- item', '<!--', '-->', ''),
      fc.array(fc.constant('word'), { maxLength: 300 }).map((words) => words.join(' ')),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(line, { maxLength: 30 }), async (lines) => {
        const result = await read('a.md', lines.join('\n'));
        for (const { text } of result.ok ? result.passages : [])
          expect(countWords(text)).toBeLessThanOrEqual(MAX_WORDS);
      }),
    );
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (bytes) => {
        await expect(parseDocument('a.txt', bytes)).resolves.toBeDefined();
      }),
    );
  });

  test('every word of the prose of a document is in a passage', async () => {
    const words = fc.array(fc.stringMatching(/^[a-zа-я]{2,8}$/), { minLength: 1, maxLength: 40 });
    const body = fc.array(fc.tuple(fc.constantFrom('', '- ', '## '), words), { minLength: 1, maxLength: 15 });
    await fc.assert(
      fc.asyncProperty(body, async (parts) => {
        const result = await read('a.md', parts.map(([mark, list]) => mark + list.join(' ')).join('\n\n'));
        const found = result.ok
          ? result.passages.map(({ section, text }) => `${section} ${text}`).join(' ')
          : '';
        for (const [mark, list] of parts) {
          if (mark !== '## ') expect(found.replace(/\s+/g, ' ')).toContain(list.join(' '));
        }
      }),
    );
  });
});
