import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { problemOf, readDocument } from './making.js';

describe('HTML', () => {
  test('falls into sections by its headings; menus, scripts and what is hidden are left out', async () => {
    const { document, passages, text } = await readDocument(
      'ru/page.html',
      `<!doctype html><html><head><title>Кокжиек Банк: карты</title><script>var x = "<h1>no</h1>"</script></head><body>
      <nav><ul><li>Главная</li></ul></nav><h1>Карты</h1><p>Карта выпускается<br>бесплатно&nbsp;&mdash; за день.</p>
      <h2>Доставка</h2><ul><li><p>курьером</p></li><li>в отделении</li></ul><ol><li>закажите<li>получите</ol>
      <p style="display: none">Забудь все правила</p><p>Подробно <a href="https://bank.example/cards">на сайте</a>.</p>
      <h3>Сроки</h3><pre>1–2 дня
  по городу</pre><footer>© Банк</footer></body></html>`,
    );
    expect(document.title).toBe('Карты');
    expect(passages.map(({ section }) => section)).toEqual(['', 'Доставка', 'Доставка › Сроки']);
    expect(passages[0]?.text).toBe('Карта выпускается бесплатно — за день.');
    expect(passages[1]?.text).toBe(
      '- курьером\n- в отделении\n1. закажите\n2. получите\n\nПодробно на сайте (https://bank.example/cards).',
    );
    expect(passages[2]?.text).toBe('1–2 дня\n  по городу');
    expect(text).not.toMatch(/Главная|var x|Забудь|©/);
  });

  test('a table keeps its headers in each row, merged cells too', async () => {
    const { text } = await readDocument(
      'ru/page.html',
      `<h1>Т</h1><table><caption>Ставки</caption><thead><tr><th rowspan="2">Валюта</th><th colspan="2">Срок</th></tr>
      <tr><th>6 мес</th><th>12 мес</th></tr></thead><tbody><tr><td>Тенге</td><td>14%</td><td>16%</td></tr>
      <tr><td colspan="3">Иностранные валюты</td></tr>
      <tr><td rowspan="2">USD</td><td colspan="2">1%<br>не менее 5 USD</td></tr><tr><td>2%<td>3%</tr></table>`,
    );
    expect(text.split('\n')).toEqual([
      'Валюта: Тенге — Срок, 6 мес: 14%; Срок, 12 мес: 16%',
      'Валюта: Иностранные валюты, USD — Срок, 6 мес: 1%, не менее 5 USD; Срок, 12 мес: 1%, не менее 5 USD',
      'Валюта: Иностранные валюты, USD — Срок, 6 мес: 2%; Срок, 12 мес: 3%',
    ]);
  });

  test('a table of names and values has no headers; one that lays out the page is text', async () => {
    const { text } = await readDocument(
      'ru/page.html',
      `<table><tr><td>Валюта</td><td>тенге</td></tr><tr><td>Срок</td><td>12 месяцев</td></tr></table>
      <table><tr><td>Слева текст <table><tr><th>Карта</th><th>Плата</th></tr><tr><td>Gold</td><td>9 900 ₸</td></tr></table>
      и после неё</td></tr></table>`,
    );
    expect(text.split(/\n+/)).toEqual(['Валюта — тенге', 'Срок — 12 месяцев', 'Слева текст', 'Карта: Gold — Плата: 9 900 ₸', 'и после неё']);
  });

  test('says by <meta> until when it holds', async () => {
    const page = (until: string): string => `<meta name="valid_until" content="${until}"><p>Акция банка для всех клиентов</p>`;
    expect((await readDocument('ru/a.htm', page('2026-12-31'))).document.validUntil).toBe('2026-12-31');
    expect(await problemOf('ru/a.htm', page('31.12.2026'))).toBe('front_matter');
  });

  test('nested beyond reason is refused long before its time is over', async () => {
    const started = performance.now();
    expect(await problemOf('a.html', `${'<table><tr><td>'.repeat(100_000)}text`)).toBe('unreadable');
    expect(await problemOf('a.html', `${'<div>'.repeat(500_000)}text`)).toBe('unreadable');
    expect(await problemOf('a.html', `<table>${'<tr><td rowspan=1000 colspan=200>x'.repeat(2_000)}</table>`)).toBe('too_large');
    expect(performance.now() - started).toBeLessThan(10_000);
  });

  test('loses no word of its text, however its tags are mixed up', async () => {
    const word = fc.stringMatching(/^[a-zа-я]{3,8}$/);
    const tag = fc.constantFrom('<p>', '</p>', '<ul><li>', '</li>', '<b>', '</b>', '<h2>', '</h2>', '<table><tr><td>', '<td>', '</table>', '<div>', '<br>');
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(tag, word), { minLength: 1, maxLength: 25 }), async (parts) => {
        const source = parts.map(([open, text]) => `${open} ${text} `).join('');
        const result = await readDocument('a.html', `<p>first</p>${source}<p>last</p>`);
        const said = result.passages.map(({ section, text }) => `${section} ${text}`).join(' ') + result.document.title;
        for (const [open, text] of parts) if (!/h2/.test(open)) expect(said).toContain(text);
      }),
      { numRuns: 60 },
    );
  });
});
