/** Files made to harm: each is refused, soon, and whatever else there is goes on. */
import { truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { deflateSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { Paragraph } from 'docx';
import { ReaderThread, spawnReader } from '../../../src/modules/knowledge/readers/reader-thread.js';
import { eventually } from '../../support/eventually.js';
import { type Bench, createBench, until } from '../support.js';
import { makeDocx, makePdf, makeZip, problemOf } from './making.js';

const MEGABYTE = 2 ** 20;
const zeros = Buffer.alloc(50 * MEGABYTE);

const pdf = (pages: number): Promise<Buffer> =>
  makePdf((file) => {
    for (let page = 0; page < pages; page += 1) file.addPage().text('Обслуживание счёта в банке бесплатно для всех. '.repeat(20));
  });

/** A PDF of one page whose content unpacks to so many bytes. */
function pdfBomb(bytes: number): Buffer {
  const content = deflateSync(Buffer.alloc(bytes, ' '), { level: 1 });
  const head = [
    '1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj',
    '2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj',
    '3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 100 100]/Contents 4 0 R>>endobj',
    `4 0 obj<</Length ${content.length}/Filter/FlateDecode>>stream\n`,
  ].join('\n');
  return Buffer.concat([Buffer.from(`%PDF-1.4\n${head}`), content, Buffer.from('\nendstream endobj\ntrailer<</Root 1 0 R>>\n%%EOF')]);
}

describe('an Office document', () => {
  test.each<[string, Buffer, string]>([
    ['unpacks to much more than it is', makeZip([{ name: 'word/document.xml', content: zeros }]), 'too_large'],
    [
      'is a heap of parts that unpack to too much',
      makeZip(Array.from({ length: 4 }, (_, at) => ({ name: `xl/media/${at}.bin`, content: zeros }))),
      'too_large',
    ],
    ['says that it unpacks to less', makeZip([{ name: 'word/document.xml', content: zeros, claims: 1_000 }]), 'too_large'],
    [
      'declares entities',
      makeZip([{ name: 'word/document.xml', content: '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">]><x>&a;&a;</x>' }]),
      'unreadable',
    ],
    ['is an archive of something else', makeZip([{ name: 'readme', content: 'hello' }]), 'unreadable'],
    ['is no archive', Buffer.from('PK but no more'), 'unreadable'],
    ['is of Office before 2007', Buffer.from('d0cf11e0a1b11ae1000000000000', 'hex'), 'unreadable'],
    [
      'has a password',
      Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.from('EncryptedPackage', 'utf16le')]),
      'encrypted',
    ],
  ])('that %s is refused long before its time is over', async (_name, bytes, code) => {
    const started = performance.now();
    expect(await problemOf('a.docx', bytes)).toBe(code);
    expect(await problemOf('a.xlsx', bytes)).toBe(code);
    expect(performance.now() - started).toBeLessThan(10_000);
  });

  test('that is damaged anywhere is a problem or still read', async () => {
    const whole = await makeDocx([new Paragraph('Обслуживание счёта в банке бесплатно для всех.')]);
    for (let at = 0; at < whole.length; at += Math.ceil(whole.length / 25)) {
      const damaged = Buffer.from(whole);
      damaged.fill(0x55, at, at + 9);
      expect(['unreadable', 'none', 'too_large', 'encrypted', 'empty']).toContain(await problemOf('a.docx', damaged));
      expect(['unreadable', 'too_large']).toContain(await problemOf('a.docx', whole.subarray(0, at)));
    }
  });
});

describe('the thread that reads', () => {
  test('is ended when it hangs; the next document is read by another', async () => {
    const threads = [(): Worker => new Worker('for (;;);', { eval: true })];
    const thread = new ReaderThread({ milliseconds: 4_000 }, () => (threads.pop() ?? spawnReader)());
    const hung = thread.read('pdf', await pdf(1));
    const next = thread.read('html', Buffer.from('<p>Card tariffs</p>'));
    await expect(hung).rejects.toMatchObject({ code: 'timeout' });
    await expect(next).resolves.toMatchObject({ sections: [{ blocks: [{ text: 'Card tariffs' }] }] });
    await thread.stop();
  });

  test('is ended with a document that takes too much memory', async () => {
    const thread = new ReaderThread({ growthBytes: 150 * MEGABYTE });
    await expect(thread.read('pdf', pdfBomb(400 * MEGABYTE))).rejects.toMatchObject({ code: 'too_large' });
    await expect(thread.read('csv', Buffer.from('a;b\nc;1\n'))).resolves.toMatchObject({ sections: [{}] });
    await thread.stop();
  });

  test('does not stay when there is nothing to read', async () => {
    const thread = new ReaderThread({ idleMilliseconds: 50 });
    await thread.read('html', Buffer.from('<p>Card tariffs</p>'));
    expect(thread.isRunning).toBe(true);
    await eventually(() => expect(thread.isRunning).toBe(false));
    await expect(thread.read('html', Buffer.from('<p>More</p>'))).resolves.toMatchObject({ sections: [{}] });
    await thread.stop();
  });
});

describe('a folder', () => {
  let bench: Bench;
  beforeEach(async () => {
    bench = await createBench();
  });
  afterEach(() => bench.release());

  test('with bad files serves the others, and says of each what is wrong', async () => {
    await bench.write('ru/schet.md', '# Счёт\n\nОбслуживание счёта стоит 777 ₸.');
    await bench.write('kk/good.pdf', await pdf(1));
    await bench.write('ru/bomb.xlsx', makeZip([{ name: 'xl/workbook.xml', content: zeros }]));
    await bench.write('ru/secret.pdf', await makePdf((file) => file.text('text'), { userPassword: 'x', pdfVersion: '1.7' }));
    await bench.write('ru/scan.pdf', await makePdf((file) => file.rect(0, 0, 9, 9).fill()));
    await bench.write('ru/~$open.docx', 'lock');
    await bench.write('ru/huge.pdf', '');
    await truncate(join(bench.dir, 'ru/huge.pdf'), 200 * MEGABYTE);
    const knowledge = bench.open();
    const result = await knowledge.search({ text: 'сколько стоит обслуживание счёта', lang: 'ru' }, 3);
    expect(result.hits[0]?.passage.document).toBe('ru/schet.md');
    expect(knowledge.documents().map(({ path }) => path)).toEqual(['kk/good.pdf', 'ru/schet.md']);
    expect(knowledge.problems().map(({ document, code }) => [document, code])).toEqual([
      ['ru/bomb.xlsx', 'too_large'],
      ['ru/huge.pdf', 'too_large'],
      ['ru/scan.pdf', 'no_text'],
      ['ru/secret.pdf', 'encrypted'],
    ]);
  });

  test('has beside a document what describes it, and sees when that changes', async () => {
    await bench.write('ru/a.pdf', await pdf(1));
    await bench.write('ru/a.pdf.meta.yaml', 'title: Тарифы\ntags: [счета]\nvalid_until: 2026-12-31\n');
    const knowledge = bench.open();
    await knowledge.ready;
    expect(knowledge.documents()).toMatchObject([{ path: 'ru/a.pdf', title: 'Тарифы', tags: ['счета'], validUntil: '2026-12-31' }]);
    const [before] = knowledge.documents();
    await bench.write('ru/a.pdf.meta.yaml', 'title: Тарифы\nvalid_until: 2025-12-31\n');
    await until(knowledge, () => knowledge.documents()[0]?.validUntil === '2025-12-31');
    expect(knowledge.documents()[0]?.version).not.toBe(before?.version);
    await bench.remove('ru/a.pdf');
    await until(knowledge, () => knowledge.problems().length > 0);
    expect(knowledge.problems()).toMatchObject([{ document: 'ru/a.pdf.meta.yaml', code: 'front_matter' }]);
  });
});
