/** The sample bank measured on its golden set, and whether its frequent questions say what its documents say. */
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { evaluate } from '../../src/app/evaluate.js';
import { openOfflineDesk } from '../../src/app/offline.js';
import { type Report, fallsBelow, readBaseline, readGolden, reportOn, textReport } from '../../src/modules/evaluation/index.js';
import { folderSource } from '../../src/modules/knowledge/index.js';
import type { KnowledgeContents } from '../../src/modules/knowledge/source.js';

/** Tests run from the project's root. */
const CONTEXTS = join(process.cwd(), 'contexts');
const GOLDEN = join(process.cwd(), 'tests/golden');
const golden = readGolden(readFileSync(join(GOLDEN, 'sample-bank.jsonl'), 'utf8'));
const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };

let contents: KnowledgeContents;
let report: Report;

beforeAll(async () => {
  contents = await folderSource(CONTEXTS, silent).read();
  const desk = openOfflineDesk({ contexts: CONTEXTS, autoResolveFrom: 0.75, defaultLocale: 'ru', day: '2026-11-21' });
  report = reportOn(await evaluate(desk, golden));
  await desk.release();
});

describe('the golden set', () => {
  test('keeps to its baseline', async () => {
    const baseline = readBaseline(await readFile(join(GOLDEN, 'baseline.json'), 'utf8'));
    const falls = fallsBelow(report.figures, baseline);
    if (falls.length > 0) throw new Error([...falls.map((fall) => JSON.stringify(fall)), textReport(report)].join('\n'));
  });

  test('is large enough in each language, and a third of it has no answer', () => {
    const count = (lang: string): number => golden.filter((question) => question.lang === lang).length;
    expect(count('ru')).toBeGreaterThanOrEqual(150);
    expect(count('kk')).toBeGreaterThanOrEqual(100);
    expect(count('en')).toBeGreaterThanOrEqual(80);
    expect(golden.filter((question) => question.expect !== 'answer').length).toBeGreaterThanOrEqual(110);
  });

  test('names only documents, facts and entries that there are', async () => {
    const ids = new Set(contents.faq.map(({ lang, id }) => `${lang} ${id}`));
    for (const { id, lang, document, faq } of golden) {
      for (const path of document) expect(contents.documents.map((each) => each.path)).toContain(path);
      if (faq !== undefined) expect([id, ids.has(`${lang} ${faq}`)]).toEqual([id, true]);
    }
  });

  test('repeats no question of the FAQ', () => {
    const known = new Set(contents.faq.flatMap(({ questions }) => questions.map(plain)));
    expect(golden.filter(({ question }) => known.has(plain(question))).map(({ id }) => id)).toEqual([]);
  });
});

describe("the sample bank's frequent questions", () => {
  test('are there in all three languages, all of them usable', () => {
    expect(contents.problems).toEqual([]);
    for (const lang of ['ru', 'kk', 'en']) {
      const entries = contents.faq.filter((entry) => entry.lang === lang);
      expect(entries.length).toBeGreaterThanOrEqual(25);
      for (const { questions } of entries) expect(questions.length).toBeGreaterThanOrEqual(4);
    }
  });

  test('name a section that there is', () => {
    for (const { id, lang, source } of contents.faq) {
      const sections = contents.passages.filter(({ passage }) => passage.document === source?.document).map(({ passage }) => passage.section);
      expect([id, lang, sections.includes(source?.section ?? '')]).toEqual([id, lang, true]);
    }
  });

  test('say no figure that their document does not', async () => {
    for (const { id, answer, source } of contents.faq) {
      const document = figures(await readFile(join(CONTEXTS, source?.document ?? ''), 'utf8'));
      expect([id, figures(answer).filter((figure) => !document.includes(figure))]).toEqual([id, []]);
    }
  });
});

function plain(text: string): string {
  return (text.toLowerCase().match(/[\p{L}\d]+/gu) ?? []).join(' ');
}

/** Numbers as they are written, with what groups and divides their digits. */
function figures(text: string): string[] {
  return text.match(/\d+(?:[ \u00a0,.:]\d+)*/g) ?? [];
}
