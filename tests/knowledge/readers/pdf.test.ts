import { readFile } from 'node:fs/promises';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { joinLines } from '../../../src/modules/knowledge/readers/pdf/joining.js';
import { makePdf, type Pdf, problemOf, readDocument } from './making.js';

/** Words at given places across the page, without borders. */
function line(pdf: Pdf, y: number, cells: readonly string[], places: readonly number[] = [72, 260, 380]): void {
  for (const [at, cell] of cells.entries()) pdf.text(cell, places[at], y, { lineBreak: false });
}

function bordered(pdf: Pdf, y: number, cells: readonly string[], height = 16): void {
  for (const [at, cell] of cells.entries()) {
    pdf.rect(72 + 150 * at, y, 150, height).stroke();
    pdf.text(cell, 76 + 150 * at, y + 4, { width: 142 });
  }
}

describe('a table', () => {
  test('that goes on over two pages keeps its headers and tells the page of each row', async () => {
    const bytes = await makePdf((pdf) => {
      const header = (y: number): void => {
        pdf.font('bold');
        bordered(pdf, y, ['Услуга', 'Тариф', 'Срок']);
        pdf.font('text');
      };
      header(600);
      for (let row = 0; row < 8; row += 1) bordered(pdf, 616 + 16 * row, [`Справка вида ${row}`, `${row + 1} 500 ₸`, '1 день']);
      pdf.addPage();
      header(72);
      for (let row = 0; row < 3; row += 1) bordered(pdf, 88 + 16 * row, [`Выписка вида ${row}`, `${row}00 ₸`, '2 дня']);
    });
    const { passages, text } = await readDocument('ru/a.pdf', bytes);
    expect(passages.map(({ page }) => page)).toEqual([1, 2]);
    expect(passages[1]?.text.split('\n')).toEqual([
      'Услуга: Выписка вида 0 — Тариф: 000 ₸; Срок: 2 дня',
      'Услуга: Выписка вида 1 — Тариф: 100 ₸; Срок: 2 дня',
      'Услуга: Выписка вида 2 — Тариф: 200 ₸; Срок: 2 дня',
    ]);
    expect(text).toContain('Услуга: Справка вида 7 — Тариф: 8 500 ₸; Срок: 1 день');
    expect(text.match(/Тариф: Тариф/g)).toBeNull();
  });

  test('with borders joins the lines of a cell and repeats what is merged', async () => {
    const bytes = await makePdf((pdf) => {
      pdf.table({
        columnStyles: [150, 80, 80, 80],
        data: [
          [{ rowSpan: 2, text: 'Валюта' }, { colSpan: 3, text: 'Срок' }],
          ['6 мес', '12 мес', '24 мес'],
          ['Тенге', '14%', '16%', '15%'],
          [{ rowSpan: 2, text: 'Евро и длинное название валюты, которое переносится' }, '0,5%', '0,7%', '0,9%'],
          ['до 1 000', 'до 2 000', 'до 3 000'],
        ],
      });
    });
    expect((await readDocument('ru/a.pdf', bytes)).text.split('\n')).toEqual([
      'Валюта: Тенге — Срок, 6 мес: 14%; Срок, 12 мес: 16%; Срок, 24 мес: 15%',
      'Валюта: Евро и длинное название валюты, которое переносится — Срок, 6 мес: 0,5%; Срок, 12 мес: 0,7%; Срок, 24 мес: 0,9%',
      'Валюта: Евро и длинное название валюты, которое переносится — Срок, 6 мес: до 1 000; Срок, 12 мес: до 2 000; Срок, 24 мес: до 3 000',
    ]);
  });

  test.each([
    ['rows that stand apart', 16, 12],
    ['all lines equally far from each other', 12, 12],
  ])('without borders, %s, joins a cell of two lines', async (_name, rows, wrapped) => {
    const bytes = await makePdf((pdf) => {
      pdf.font('bold');
      line(pdf, 100, ['Қызмет', 'Classic', 'Gold']);
      pdf.font('text');
      line(pdf, 100 + rows, ['Шығару', '0 ₸', '0 ₸']);
      line(pdf, 100 + 2 * rows, ['Басқа банктің банкоматынан', '1%', '0%']);
      line(pdf, 100 + 2 * rows + wrapped, ['ақша алу']);
      line(pdf, 100 + 3 * rows + wrapped, ['Қайта шығару', '1 500 ₸', '2 000 ₸']);
      pdf.text('Кестеден кейінгі абзац.', 72, 220);
    });
    const { document, text } = await readDocument('a.pdf', bytes);
    expect(document.lang).toBe('kk');
    expect(text.split(/\n+/)).toEqual([
      'Қызмет: Шығару — Classic: 0 ₸; Gold: 0 ₸',
      'Қызмет: Басқа банктің банкоматынан ақша алу — Classic: 1%; Gold: 0%',
      'Қызмет: Қайта шығару — Classic: 1 500 ₸; Gold: 2 000 ₸',
      'Кестеден кейінгі абзац.',
    ]);
  });
});

describe('text', () => {
  test('falls into sections by its headings, without what is repeated on each page', async () => {
    const bytes = await makePdf((pdf) => {
      pdf.font('bold').fontSize(18).text('Правила обслуживания').moveDown();
      pdf.fontSize(13).text('Открытие счёта').moveDown(0.3);
      pdf.font('text').fontSize(10).text('Счёт открывается бесплатно за один день.').moveDown();
      pdf.font('bold').text('Документы').font('text').moveDown(0.5);
      pdf.text('• удостоверение личности').text('• заявление, которое можно подать в отделении банка или в приложении на телефоне клиента');
      pdf.addPage().text('Копии не нужны.');
      for (const page of [0, 1]) {
        pdf.switchToPage(page);
        pdf.page.margins.bottom = 0;
        pdf.fontSize(8).text('Кокжиек Банк, правила', 72, 30, { lineBreak: false });
        pdf.text(`Стр. ${page + 1} из 2`, 72, 810, { lineBreak: false });
      }
    });
    const { document, passages, text } = await readDocument('ru/pravila.pdf', bytes);
    expect(document.title).toBe('Правила обслуживания');
    expect(passages.map(({ section, page }) => [section, page])).toEqual([
      ['Открытие счёта', 1],
      ['Открытие счёта › Документы', 1],
      ['Открытие счёта › Документы', 2],
    ]);
    expect(passages[1]?.text).toBe(
      '- удостоверение личности\n- заявление, которое можно подать в отделении банка или в приложении на телефоне клиента',
    );
    expect(text).not.toMatch(/Стр\.|правила/);
  });

  test('keeps headings that stand at the top of each page and differ in their number', async () => {
    const bytes = await makePdf((pdf) => {
      for (const chapter of [1, 2, 3]) {
        if (chapter > 1) pdf.addPage();
        pdf.fontSize(14).text(`Раздел ${chapter}`).fontSize(10).text('Условия обслуживания счетов и карт для всех клиентов банка.');
      }
    }, { info: { Title: 'Условия обслуживания' } });
    const { passages } = await readDocument('ru/a.pdf', bytes);
    expect(passages.map(({ section, page }) => [section, page])).toEqual([['Раздел 1', 1], ['Раздел 2', 2], ['Раздел 3', 3]]);
  });

  test('in two columns is read one after the other', async () => {
    const sentence = (at: number): string => `Банк открывает счета людям и компаниям по договору обслуживания, пункт ${at}. `;
    const text = Array.from({ length: 14 }, (_, at) => sentence(at)).join('');
    const bytes = await makePdf((pdf) => pdf.text(text, { columns: 2, columnGap: 25, height: 200, align: 'justify' }));
    expect((await readDocument('ru/a.pdf', bytes)).text.replace(/\s+/g, ' ')).toBe(text.trim());
  });

  test('is called by its description unless a program wrote that', async () => {
    const draw = (pdf: Pdf): void => {
      pdf.fontSize(18).text('Тарифы').fontSize(10).text('Обслуживание счёта в банке бесплатно для всех.');
    };
    const titled = async (Title: string): Promise<string> =>
      (await readDocument('ru/a.pdf', await makePdf(draw, { info: { Title } }))).document.title;
    expect(await titled('Тарифы Кокжиек Банка')).toBe('Тарифы Кокжиек Банка');
    expect(await titled('Microsoft Word - tarify_final2.docx')).toBe('Тарифы');
  });

  test.each([
    [['обслужива-', 'ние счёта'], 'обслуживание счёта'],
    [['кого-', 'либо из SMS-', 'уведомлений'], 'кого-либо из SMS-уведомлений'],
    [['Алма-', 'Ата'], 'Алма-Ата'],
    [['ставка 5 -', 'годовых'], 'ставка 5 - годовых'],
  ])('joins %j', (lines, text) => {
    expect(joinLines(lines)).toBe(text);
  });

  test('loses no letter when lines are joined', () => {
    const words = fc.array(fc.stringMatching(/^[а-яa-z0-9]{1,8}[-.,]?$/), { minLength: 1 });
    fc.assert(
      fc.property(words, (lines) => {
        const bare = (text: string): string => text.replace(/[\s-]/g, '');
        expect(bare(joinLines(lines))).toBe(bare(lines.join('')));
      }),
    );
  });
});

describe('a PDF that cannot be read', () => {
  const text = (pdf: Pdf): unknown => pdf.text('Тарифы на обслуживание счетов и карт. '.repeat(200));

  test('for its password is reported as encrypted; one that only may not be changed is read', async () => {
    const closed = await makePdf(text, { userPassword: 'secret', pdfVersion: '1.7' });
    expect(await problemOf('ru/a.pdf', closed)).toBe('encrypted');
    const guarded = await makePdf(text, { ownerPassword: 'secret', pdfVersion: '1.7' });
    expect((await readDocument('ru/a.pdf', guarded)).text).toContain('Тарифы на обслуживание');
  });

  test('because it is only pictures is told from an empty one', async () => {
    expect(await problemOf('ru/a.pdf', await makePdf((pdf) => pdf.rect(72, 72, 300, 300).fill()))).toBe('no_text');
  });

  test('for its number of pages is refused before it is read', async () => {
    const bytes = await makePdf((pdf) => {
      for (let page = 0; page < 1_000; page += 1) pdf.addPage();
    });
    expect(await problemOf('ru/a.pdf', bytes)).toBe('too_large');
  });

  test('wherever it is cut off, is a problem or a part of the text', async () => {
    const whole = await readFile('contexts/ru/tarify-biznes.pdf');
    for (const share of [0, 0.01, 0.3, 0.6, 0.95]) {
      const code = await problemOf('ru/a.pdf', whole.subarray(0, Math.floor(whole.length * share)));
      expect(['unreadable', 'no_text', 'none']).toContain(code);
    }
    expect(await problemOf('ru/a.pdf', Buffer.from('%PDF-1.7 and nothing else'))).toBe('unreadable');
  });
});
