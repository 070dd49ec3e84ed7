import { describe, expect, test } from '@jest/globals';
import { HeadingLevel, Paragraph, Table, TableCell, TableRow, TextRun } from 'docx';
import writeExcelFile, { type Sheet } from 'write-excel-file/node';
import { builtInFormat, showNumber } from '../../../src/modules/knowledge/readers/number-format.js';
import { makeDocx, makeZip, problemOf, readDocument } from './making.js';

const cell = (text: string, columns = 1): TableCell =>
  new TableCell({ columnSpan: columns, children: text.split('\n').map((part) => new Paragraph(part)) });

function makeXlsx(sheets: Sheet<Buffer>[]): Promise<Buffer> {
  return writeExcelFile(sheets as never).toBuffer();
}

describe('Word', () => {
  test('headings, lists and tables become sections of blocks', async () => {
    const bytes = await makeDocx([
      new Paragraph({ text: 'Депозиттер', heading: HeadingLevel.HEADING_1 }),
      new Paragraph({ text: 'Мөлшерлемелер', heading: HeadingLevel.HEADING_2 }),
      new Paragraph('Ұлттық валютадағы депозиттер:'),
      new Table({
        rows: [
          new TableRow({ children: [cell('Мерзім'), cell('Мөлшерлеме'), cell('Ең аз сома')] }),
          new TableRow({ children: [cell('12 ай'), cell('16,0%\nжылдық'), cell('15 000 ₸')] }),
          new TableRow({ children: [cell('Валютамен', 3)] }),
          new TableRow({ children: [cell('24 ай'), cell('1,0%'), cell('100 USD')] }),
        ],
      }),
      new Paragraph({ text: 'Ашу', heading: HeadingLevel.HEADING_2 }),
      new Paragraph({ text: 'қосымшада', bullet: { level: 0 } }),
    ]);
    const { document, passages } = await readDocument('a.docx', bytes);
    expect(document).toMatchObject({ title: 'Депозиттер', lang: 'kk' });
    expect(passages.map(({ section, text }) => [section, text])).toEqual([
      [
        'Мөлшерлемелер',
        'Ұлттық валютадағы депозиттер:\n\nМерзім: 12 ай — Мөлшерлеме: 16,0%, жылдық; Ең аз сома: 15 000 ₸\n' +
          'Мерзім: Валютамен, 24 ай — Мөлшерлеме: 1,0%; Ең аз сома: 100 USD',
      ],
      ['Ашу', '- қосымшада'],
    ]);
  });

  test('the title of its description serves where the first headings are chapters', async () => {
    const chapters = ['Счета', 'Карты'].flatMap((text) => [
      new Paragraph({ text, heading: HeadingLevel.HEADING_1 }),
      new Paragraph({ children: [new TextRun(`${text} в банке бесплатны.`)] }),
    ]);
    const { document, passages } = await readDocument('ru/a.docx', await makeDocx(chapters, 'Условия обслуживания'));
    expect(document.title).toBe('Условия обслуживания');
    expect(passages.map(({ section }) => section)).toEqual(['Счета', 'Карты']);
  });
});

describe('Excel', () => {
  test('cells are told as Excel shows them, under the headers of their sheet', async () => {
    const bytes = await makeXlsx([
      {
        sheet: 'Вклады',
        data: [
          [{ value: 'Ставки по вкладам' }],
          [],
          [{ value: 'Вклад' }, { value: 'Ставка' }, { value: 'Минимум' }, { value: 'Действует с' }, { value: 'Пополнение' }],
          [
            { value: 'Жинақ' },
            { value: 0.16, format: '0.0%' },
            { value: 15000, format: '#,##0 "₸"' },
            { value: new Date('2026-09-01T00:00:00Z'), format: 'dd.mm.yyyy' },
            { value: 'да' },
          ],
          [{ value: 'Еркін' }, { value: 0.125, format: '0.00%' }, { value: 1234.5 }, undefined, { value: 'нет' }],
        ],
      },
      { sheet: 'Заметки', data: [[{ value: 'Только текст' }]] },
    ] as never);
    const { document, passages } = await readDocument('ru/stavki.xlsx', bytes);
    expect(document.title).toBe('Stavki');
    expect(passages.map(({ section, text }) => [section, text])).toEqual([
      [
        'Вклады',
        'Ставки по вкладам\n\nВклад: Жинақ — Ставка: 16,0%; Минимум: 15 000 ₸; Действует с: 01.09.2026; Пополнение: да\n' +
          'Вклад: Еркін — Ставка: 12,50%; Минимум: 1234,5; Пополнение: нет',
      ],
      ['Заметки', 'Только текст'],
    ]);
  });

  const sheet = (rows: string, more = ''): string =>
    `<worksheet>${more}<sheetData>${rows}</sheetData></worksheet>`;
  const workbook = (state: string, content: string): Buffer =>
    makeZip([
      { name: '[Content_Types].xml', content: '<Types/>' },
      {
        name: 'xl/workbook.xml',
        content: `<workbook xmlns:r="r"><sheets><sheet name="A" sheetId="1" r:id="rId1"/><sheet name="B" sheetId="2" state="${state}" r:id="rId2"/></sheets></workbook>`,
      },
      {
        name: 'xl/_rels/workbook.xml.rels',
        content:
          '<Relationships><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/>' +
          '<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet2.xml"/></Relationships>',
      },
      { name: 'xl/worksheets/sheet1.xml', content },
      { name: 'xl/worksheets/sheet2.xml', content: sheet('<row r="1"><c r="A1" t="inlineStr"><is><t>internal figures</t></is></c></row>') },
    ]);
  const words = (row: number, texts: readonly string[]): string =>
    texts.map((text, at) => `<c r="${'ABC'[at] ?? ''}${row}" t="inlineStr"><is><t>${text}</t></is></c>`).join('');

  test('hidden sheets, rows and columns are not for customers', async () => {
    const content = sheet(
      `<row r="1">${words(1, ['Card', 'Margin', 'Price'])}</row><row r="2">${words(2, ['Gold', '40%', '9,900'])}</row>` +
        `<row r="3" hidden="1">${words(3, ['Secret', '1%', '1'])}</row>`,
      '<cols><col min="2" max="2" hidden="1"/></cols>',
    );
    expect((await readDocument('en/a.xlsx', workbook('hidden', content))).text).toBe('Card: Gold — Price: 9,900');
  });

  test('a cell far out does not make a sheet of billions of cells', async () => {
    const content = sheet('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>');
    expect(await problemOf('en/a.xlsx', workbook('visible', content))).toBe('too_large');
  });

  test.each([
    [0.165, '0.0%', '16,5%'],
    [1234567.5, '#,##0.00', '1 234 567,50'],
    [-5, '#,##0;(#,##0)', '(5)'],
    [-0.5, '0.0', '-0,5'],
    [0, '0;-0;"нет"', 'нет'],
    [2900, '#,##0\\ [$₸-43F]', '2 900 ₸'],
    [15, '"от "0" мес."', 'от 15 мес.'],
    [0.1 + 0.2, 'General', '0,3'],
    [3, '@', '3'],
    [3, builtInFormat(9), '300%'],
  ])('%d under the format %s is shown as %s', (value, format, shown) => {
    expect(showNumber(value, format, { decimal: ',', group: ' ' })).toBe(shown);
  });
});

describe('CSV', () => {
  const table = 'Услуга;Тариф;Срок\r\n"Справка; бумажная";1 500,00 ₸;1 день\r\nВыписка;0 ₸;сразу\r\n';
  const rows = ['Услуга: Справка; бумажная — Тариф: 1 500,00 ₸; Срок: 1 день', 'Услуга: Выписка — Тариф: 0 ₸; Срок: сразу'];

  test.each([
    ['semicolons', table],
    ['a byte order mark and Excel’s own first line', `\uFEFFsep=;\r\n${table}`],
    ['tabs', table.replace(/;(?! )/g, '\t')],
    ['commas', 'Услуга,Тариф,Срок\n"Справка; бумажная","1 500,00 ₸",1 день\nВыписка,0 ₸,сразу\n'],
  ])('with %s is read', async (_name, source) => {
    const { document, text } = await readDocument('ru/tarify.csv', source);
    expect(document.title).toBe('Tarify');
    expect(text.split('\n')).toEqual(rows);
  });

  test('as Excel writes it in Russian, in windows-1251, is read; so is such a text', async () => {
    const old = (text: string): Buffer =>
      Buffer.from([...text].map((letter) => (/[А-я]/.test(letter) ? letter.charCodeAt(0) - 0x350 : letter.charCodeAt(0))));
    const csv = old('Услуга;Тариф\r\nСправка;1500 тенге\r\nВыписка;200 тенге\r\n');
    expect((await readDocument('a.csv', csv)).text).toBe('Услуга: Справка — Тариф: 1500 тенге\nУслуга: Выписка — Тариф: 200 тенге');
    expect((await readDocument('a.txt', old('Счёт открывается бесплатно'.replace('ё', 'е')))).text).toBe('Счет открывается бесплатно');
    expect(await problemOf('a.md', csv)).toBe('encoding');
  });

  test.each([
    ['bytes of no text', Buffer.from([0xff, 0xfe, 0x80, 0x81, 0x98, 0x41]), 'encoding'],
    ['KOI8-R', Buffer.from([0xf3, 0xde, 0xc5, 0xd4, 0x20, 0xc2, 0xc1, 0xce, 0xcb, 0xc1, 0x20, 0xc9, 0x20, 0xeb, 0xc1, 0xd2, 0xd4, 0xc1]), 'encoding'],
    ['a quote left open', 'a;b\n"never closed;1\n', 'unreadable'],
    ['far too many rows', 'a;b\n'.repeat(30_000), 'too_large'],
  ])('of %s is a problem', async (_name, bytes, code) => {
    expect(await problemOf('a.csv', bytes)).toBe(code);
  });
});
