/**
 * Builds those documents of the sample bank that are no text: a PDF, a Word document and an Excel workbook. What they say
 * stands here; run it after a change, and commit what it writes:  node scripts/build-samples.mjs
 */
import { createWriteStream } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { Document, HeadingLevel, Packer, Paragraph, Table, TableCell, TableRow, TextRun } from 'docx';
import PDFDocument from 'pdfkit';
import writeExcelFile from 'write-excel-file/node';

const contexts = join(dirname(fileURLToPath(import.meta.url)), '../contexts');
const fonts = dirname(createRequire(import.meta.url).resolve('dejavu-fonts-ttf/ttf/DejaVuSans.ttf'));
/** The day they are said to be made on, so that nothing but their words changes them. */
const DATE = new Date('2026-10-01T00:00:00Z');

const BUSINESS = {
  title: 'Тарифы для бизнеса: инкассация, интернет-эквайринг, гарантии и аккредитивы',
  header: 'Кокжиек Банк · Тарифы для бизнеса',
  parts: [
    { text: 'Тарифы действуют для ИП и ТОО с расчётным счётом в Кокжиек Банке с 1 октября 2026 года. Налог на добавленную стоимость в них уже входит. Тарифы на расчётный счёт, переводы и приём карт через терминал опубликованы отдельно.' },
    { heading: 'Инкассация выручки' },
    { text: 'Инкассаторы забирают выручку в опломбированной сумке по согласованному графику, в будни с 9:00 до 21:00, в выходные с 10:00 до 18:00. Деньги поступают на счёт на следующий рабочий день до 12:00. Договор подписывается в отделении, подключение точки занимает три рабочих дня.' },
    { text: 'Если сумка не готова к приезду, второй выезд в тот же день оплачивается как внеплановый. Пломбы и сумки банк выдаёт бесплатно.' },
    { heading: 'Интернет-эквайринг' },
    { text: 'Интернет-эквайринг — приём оплаты картой на сайте или в приложении магазина. Подключение бесплатно и занимает до двух рабочих дней после проверки сайта: на нём должны быть цены, условия доставки и возврата, контакты продавца. Возврат покупателю проводится из личного кабинета продавца, комиссия за возвращённую сумму не удерживается.' },
    { heading: 'Таблица тарифов' },
    {
      table: {
        widths: [165, 110, 100, 106],
        rows: [
          ['Услуга', 'Тариф', 'Минимум', 'Срок оказания'],
          ['Инкассация в городе, один заезд', '0,15% от суммы', '2 500 ₸', 'по графику'],
          ['Инкассация за городом, до 50 км, один заезд', '0,25% от суммы', '6 000 ₸', 'по графику'],
          ['Внеплановый выезд инкассаторов', '9 000 ₸', 'нет', 'в течение 4 часов после заявки'],
          ['Пересчёт монет', '2% от суммы монет', '700 ₸', '1 рабочий день'],
          ['Доставка разменных денег', '0,3% от суммы', '3 000 ₸', 'на следующий рабочий день'],
          ['Интернет-эквайринг, карты банков Казахстана', '2,2% от платежа', 'нет', 'зачисление на следующий день'],
          ['Интернет-эквайринг, карты иностранных банков', '3,1% от платежа', 'нет', 'зачисление через 2 рабочих дня'],
          ['Платёжная ссылка без сайта', '2,4% от платежа', 'нет', 'зачисление на следующий день'],
          ['Рекуррентные платежи (подписки)', '2,0% от платежа', 'нет', 'зачисление на следующий день'],
          ['Тендерная гарантия', '0,5% от суммы', '15 000 ₸', '1 рабочий день'],
          ['Гарантия исполнения договора', '2,5% годовых', '40 000 ₸', 'до 3 рабочих дней'],
          ['Гарантия возврата аванса', '3,0% годовых', '60 000 ₸', 'до 5 рабочих дней'],
          ['Изменение условий гарантии', '12 000 ₸', 'нет', '1 рабочий день'],
          ['Открытие аккредитива', '0,4% от суммы', '35 000 ₸', 'до 3 рабочих дней'],
          ['Проверка документов по аккредитиву', '0,2% от суммы', '20 000 ₸', '2 рабочих дня'],
          ['Изменение условий аккредитива', '18 000 ₸', 'нет', '1 рабочий день'],
          ['Эскроу-счёт для сделки', '0,3% от суммы', '25 000 ₸', '1 рабочий день'],
          ['Копия платёжного поручения из архива старше года', '1 800 ₸', 'нет', '2 рабочих дня'],
          ['Ответ на запрос аудитора', '10 000 ₸', 'нет', '3 рабочих дня'],
        ],
      },
    },
    { heading: 'Как получить гарантию' },
    { text: 'Заявка на банковскую гарантию подаётся в приложении Kokzhiek Business. Для тендерной гарантии до 10 000 000 ₸ достаточно номера закупки: решение приходит в тот же день, залог не нужен. Для гарантий на большую сумму банк запрашивает отчётность за два года.' },
    { heading: 'Обеспечение', level: 3 },
    { text: 'Обеспечением служит залог денег на счёте, недвижимость или поручительство учредителя. Если гарантия полностью обеспечена деньгами на счёте, тариф снижается вдвое.' },
    { heading: 'Как работает аккредитив' },
    { text: 'Покупатель размещает деньги в банке, а продавец получает их, когда предъявит документы об отгрузке. Документы проверяются два рабочих дня. Если в них найдены расхождения, покупателю даётся три рабочих дня, чтобы принять их или отказаться. Неиспользованный аккредитив закрывается бесплатно, остаток возвращается на счёт покупателя в тот же день.' },
  ],
};

async function buildPdf() {
  const doc = new PDFDocument({
    size: 'A4',
    margins: { top: 80, bottom: 70, left: 57, right: 57 },
    bufferPages: true,
    lang: 'ru',
    info: { Title: BUSINESS.title, Author: 'Кокжиек Банк', CreationDate: DATE, ModDate: DATE },
  });
  const written = pipeline(doc, createWriteStream(join(contexts, 'ru/tarify-biznes.pdf')));
  doc.registerFont('text', join(fonts, 'DejaVuSans.ttf'));
  doc.registerFont('bold', join(fonts, 'DejaVuSans-Bold.ttf'));
  doc.font('bold').fontSize(17).text(BUSINESS.title).moveDown(0.7);
  for (const { heading, level = 2, text, table } of BUSINESS.parts) {
    if (heading) doc.moveDown(0.6).font('bold').fontSize(level === 2 ? 13 : 11).text(heading).moveDown(0.3);
    if (text) doc.font('text').fontSize(9.5).text(text, { lineGap: 2, align: 'left' }).moveDown(0.6);
    if (table) drawTable(doc, table);
  }
  drawFrames(doc);
  doc.end();
  await written;
}

/** A table with borders, whose header is repeated on each page. */
function drawTable(doc, { widths, rows }) {
  const [header, ...body] = rows;
  const draw = (row, font) => {
    doc.font(font).fontSize(8.5);
    const height = Math.max(...row.map((cell, at) => doc.heightOfString(cell, { width: widths[at] - 10 }))) + 8;
    if (doc.y + height > doc.page.height - doc.page.margins.bottom) {
      doc.addPage();
      if (row !== header) draw(header, 'bold');
      doc.font(font).fontSize(8.5);
    }
    const top = doc.y;
    let left = doc.page.margins.left;
    for (const [at, cell] of row.entries()) {
      doc.lineWidth(0.5).rect(left, top, widths[at], height).stroke();
      doc.text(cell, left + 5, top + 5, { width: widths[at] - 10 });
      left += widths[at];
    }
    doc.x = doc.page.margins.left;
    doc.y = top + height;
  };
  draw(header, 'bold');
  for (const row of body) draw(row, 'text');
  doc.moveDown(0.6);
}

/** What each page has at its top and at its bottom. */
function drawFrames(doc) {
  const { start, count } = doc.bufferedPageRange();
  for (let page = start; page < start + count; page += 1) {
    doc.switchToPage(page);
    const { left, bottom } = doc.page.margins;
    doc.page.margins.bottom = 0;
    doc.font('text').fontSize(8).text(BUSINESS.header, left, 40, { lineBreak: false });
    doc.text(`Страница ${page + 1} из ${count}`, left, doc.page.height - 45, { lineBreak: false });
    doc.page.margins.bottom = bottom;
  }
}

const INSURANCE = {
  title: 'Қосымшадағы саяхат және пәтер сақтандыруы',
  parts: [
    { text: 'Kokzhiek қосымшасында саяхатты және пәтерді сақтандыруға болады. Полисті сақтандыру компаниясы шығарады, банк оны рәсімдейді. Электрондық полис төлемнен кейін бес минут ішінде қосымшаға және поштаға келеді.' },
    { heading: 'Саяхат сақтандыруы' },
    { text: 'Саяхат сақтандыруы «Төлемдер» → «Сақтандыру» бөлімінде рәсімделеді: елді, күндерді және саяхатшыларды таңдаңыз. Полисті шекарадан өткенге дейін алу керек. 70 жастан асқан саяхатшыға баға екі есе көбейеді.' },
    {
      table: [
        ['Бағдарлама', 'Бір күнге баға', 'Өтем сомасы', 'Не кіреді'],
        ['Жеңіл', '450 ₸', '15 000 USD', 'шұғыл медициналық көмек'],
        ['Толық', '900 ₸', '50 000 USD', 'медициналық көмек, жүк жоғалуы, рейстің кешігуі'],
        ['Спорт', '1 600 ₸', '50 000 USD', 'толық бағдарлама және тау шаңғысы, сүңгу'],
      ],
    },
    { heading: 'Пәтер сақтандыруы' },
    { text: 'Пәтер сақтандыруы бір жылға рәсімделеді: «Үй» полисі 12 000 ₸ тұрады және 3 000 000 ₸-ге дейінгі шығынды өтейді. Өртті, су басуды және ұрлықты қамтиды. Көршілерге келтірілген шығын 1 000 000 ₸-ге дейін өтеледі.' },
    { heading: 'Полистен бас тарту' },
    { text: 'Полистен 14 күн ішінде бас тартсаңыз және сақтандыру әлі басталмаса, ақша толық қайтарылады. Өтініш қосымшада беріледі, ақша картаға 5 жұмыс күнінде түседі.' },
    { heading: 'Сақтандыру жағдайы болса' },
    { text: 'Полисте жазылған нөмірге 24 сағат ішінде хабарласыңыз. Құжаттарды қосымшаға жүктегеннен кейін өтем 10 жұмыс күнінде төленеді.' },
  ],
};

async function buildDocx() {
  const row = (cells, isHeader) =>
    new TableRow({
      tableHeader: isHeader,
      children: cells.map(
        (text) => new TableCell({ children: [new Paragraph({ children: [new TextRun({ text, bold: isHeader })] })] }),
      ),
    });
  const children = INSURANCE.parts.flatMap(({ heading, text, table }) => {
    if (heading) return [new Paragraph({ text: heading, heading: HeadingLevel.HEADING_2 })];
    return table ? [new Table({ rows: table.map((cells, at) => row(cells, at === 0)) })] : [new Paragraph(text)];
  });
  const title = new Paragraph({ text: INSURANCE.title, heading: HeadingLevel.HEADING_1 });
  const doc = new Document({ title: INSURANCE.title, creator: 'Көкжиек Банк', sections: [{ children: [title, ...children] }] });
  await writeFile(join(contexts, 'kk/saqtandyru.docx'), await Packer.toBuffer(doc));
}

const COINS = [
  ['Snow Leopard', 'Silver 925', 31.1, 24500, new Date('2026-03-15T00:00:00Z'), 'all branches'],
  ['Golden Eagle', 'Silver 925', 31.1, 26900, new Date('2026-03-15T00:00:00Z'), 'all branches'],
  ['Saiga', 'Copper-nickel', 15, 3200, new Date('2026-05-20T00:00:00Z'), 'all branches'],
  ['Great Steppe', 'Gold 999', 7.78, 389000, new Date('2026-09-01T00:00:00Z'), 'Central (Almaty) and Esil (Astana)'],
];
const COIN_TERMS = [
  ['Discount for sets of three or more coins', 0.05, '%'],
  ['Delivery of coins by courier within Kazakhstan', 2500, '₸'],
  ['Reservation of a coin in the app, working days', 3, 'days'],
];

async function buildXlsx() {
  const head = (texts) => texts.map((value) => ({ value, fontWeight: 'bold' }));
  const coins = COINS.map(([name, metal, weight, price, issued, where]) => [
    { value: name },
    { value: metal },
    { value: weight, format: '0.0# "g"' },
    { value: price, format: '#,##0 "₸"' },
    { value: issued, format: 'yyyy-mm-dd' },
    { value: where },
  ]);
  const terms = COIN_TERMS.map(([name, value, unit]) => [
    { value: name },
    { value, format: unit === '%' ? '0%' : unit === '₸' ? '#,##0 "₸"' : '0' },
  ]);
  await writeExcelFile([
    { sheet: 'Collector coins', data: [head(['Collector coin', 'Metal', 'Weight', 'Price', 'Issued on', 'Sold at']), ...coins] },
    { sheet: 'Terms of sale', data: [head(['Condition', 'Value']), ...terms] },
  ]).toFile(join(contexts, 'en/collector-coins.xlsx'));
}

await buildPdf();
await buildDocx();
await buildXlsx();
