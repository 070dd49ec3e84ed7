/** `npm run answer` and `npm run eval` as they are run from a shell, over a folder of their own. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

const SCRIPT = (name: string): string => fileURLToPath(new URL(`../../src/${name}.js`, import.meta.url));

const CARDS = `---
title: Cards
lang: en
valid_from: 2026-01-01
valid_until: 2026-12-31
---
# Cards

## Gold card

The Gold card costs 9,900 ₸ a year. It is valid for four years.
`;

const FAQ = `- id: opening-hours
  lang: en
  questions: [When do you open?, What are your opening hours?]
  answer: We are open from 9:00 to 18:00.
  document: en/cards.md
  section: Gold card
`;

let root: string;
let contexts: string;

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'teller-commands-'));
  contexts = join(root, 'contexts');
  mkdirSync(join(contexts, 'en'), { recursive: true });
  mkdirSync(join(contexts, 'faq'));
  writeFileSync(join(contexts, 'en/cards.md'), CARDS);
  writeFileSync(join(contexts, 'faq/en.yaml'), FAQ);
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** Runs where nothing else is: no `.env`, no environment but the path, its own folder for temporary files. */
async function run(name: string, args: readonly string[], input = ''): Promise<{ code: unknown; stdout: string; stderr: string }> {
  const tmp = mkdtempSync(join(root, 'tmp-'));
  const child = spawn(process.execPath, [SCRIPT(name), ...args], { cwd: root, env: { PATH: process.env.PATH, TMPDIR: tmp } });
  child.stdin.end(input);
  const [stdout, stderr, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  expect(readdirSync(tmp)).toEqual([]);
  return { code, stdout, stderr };
}

const lines = (stdout: string): Record<string, unknown>[] =>
  stdout.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line) as Record<string, unknown>]));

describe('answer', () => {
  test('answers line by line, in order, from documents and from frequent questions', async () => {
    const asked = [
      { id: 1, question: 'how much is the Gold card per year?', lang: 'en' },
      { id: 'b', question: 'What are your opening hours?' },
      { id: 'c', question: 'Where can I buy a giraffe?', lang: 'en' },
      { id: 'd', question: 'маған адам керек', lang: 'kz' },
    ];
    const { code, stdout, stderr } = await run('answer', ['--contexts', contexts, '--day', '2026-06-01'], asked.map((each) => JSON.stringify(each)).join('\n'));
    expect([code, stderr]).toEqual([0, '']);
    const gold = { document: 'en/cards.md', section: 'Gold card' };
    expect(lines(stdout)).toEqual([
      expect.objectContaining({ id: 1, outcome: 'answered', answer: expect.stringContaining('9,900 ₸'), sources: [gold] }),
      expect.objectContaining({ id: 'b', outcome: 'auto_resolved', answer: 'We are open from 9:00 to 18:00.', faq: 'opening-hours', sources: [gold] }),
      expect.objectContaining({ id: 'c', outcome: 'refused', answer: expect.stringContaining('A person can help'), sources: [] }),
      expect.objectContaining({ id: 'd', outcome: 'handed_off', answer: expect.stringContaining('Маманды'), sources: [] }),
    ]);
    expect(readdirSync(contexts, { recursive: true }).sort()).toEqual(['en', 'en/cards.md', 'faq', 'faq/en.yaml']);
  });

  test('goes on after a line that is no question, and says so', async () => {
    const { code, stdout, stderr } = await run('answer', ['--contexts', contexts], 'nonsense\n\n{"id":"x"}\n{"id":"y","question":"opening hours?"}');
    expect(code).toBe(1);
    expect(stderr).toMatch(/^line 1: it is not JSON\nline 3: question .*\n$/);
    expect(lines(stdout)).toEqual([
      expect.objectContaining({ id: 'x', outcome: 'refused', answer: null, error: expect.stringContaining('question') }),
      expect.not.objectContaining({ error: expect.anything() }),
    ]);
  });

  test('does not quote a tariff after its last day', async () => {
    const question = '{"id":1,"question":"how much is the Gold card per year?","lang":"en"}';
    const { stdout } = await run('answer', ['--contexts', contexts, '--day', '2027-01-01'], question);
    expect(lines(stdout)).toEqual([expect.objectContaining({ outcome: 'refused', sources: [] })]);
  });

  test('answers from a frequent question as surely as the threshold demands', async () => {
    const question = '{"id":1,"question":"so when could I come by, what hours do you keep?","lang":"en"}';
    const eager = await run('answer', ['--contexts', contexts, '--threshold', '0'], question);
    const careful = await run('answer', ['--contexts', contexts, '--threshold', '1'], question);
    expect(lines(eager.stdout)).toEqual([expect.objectContaining({ outcome: 'auto_resolved', faq: 'opening-hours' })]);
    expect(lines(careful.stdout)).toEqual([expect.objectContaining({ outcome: 'refused', faq: 'opening-hours' })]);
  });

  test('reports a file it cannot use beside the answers', async () => {
    writeFileSync(join(contexts, 'faq/broken.yaml'), '- id: x\n');
    const { code, stdout, stderr } = await run('answer', ['--contexts', contexts], '{"id":1,"question":"When do you open?"}');
    rmSync(join(contexts, 'faq/broken.yaml'));
    expect(code).toBe(0);
    expect(stderr).toContain('faq/broken.yaml');
    expect(lines(stdout)).toEqual([expect.objectContaining({ outcome: 'auto_resolved' })]);
  });

  test('ends quietly when nobody reads on', async () => {
    const child = spawn(process.execPath, [SCRIPT('answer'), '--contexts', contexts], { cwd: root, env: { PATH: process.env.PATH } });
    const said = text(child.stderr);
    child.stdin.on('error', () => undefined);
    child.stdin.end('{"id":1,"question":"When do you open?"}\n'.repeat(3_000));
    await once(child.stdout, 'data');
    child.stdout.destroy();
    expect(await Promise.all([once(child, 'close').then(([code]) => code as unknown), said])).toEqual([0, '']);
  });

  test.each([
    [[], '--contexts DIR'],
    [['--contexts', '/nowhere/at/all'], 'There is no folder'],
    [['--contexts', '.', '--threshold', '75'], '--threshold is a number'],
    [['--contexts', '.', '--day', '2026-02-30'], '--day is a date'],
    [['--loud'], '--loud'],
  ])('refuses %j with a word of help', async (args, message) => {
    const { code, stdout, stderr } = await run('answer', args);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(new RegExp(`${message}[\\s\\S]*Usage: npm run`));
  });
});

describe('eval', () => {
  const golden = [
    { id: 'gold', lang: 'en', question: 'price of the gold card', expect: 'answer', document: 'en/cards.md', contains: ['9,900 ₸'] },
    { id: 'giraffe', lang: 'en', question: 'Where can I buy a giraffe?', expect: 'refuse' },
  ];

  test('measures, draws a page, writes a baseline and holds to it', async () => {
    const file = join(root, 'golden.jsonl');
    const baseline = join(root, 'baseline.json');
    const page = join(root, 'page.html');
    writeFileSync(file, golden.map((each) => JSON.stringify(each)).join('\n'));
    const args = ['--contexts', contexts, '--golden', file, '--day', '2026-06-01', '--baseline', baseline];
    const first = await run('eval', [...args, '--html', page, '--write-baseline']);
    expect([first.code, first.stderr]).toEqual([0, '']);
    expect(first.stdout).toContain('100.0 %   1 of 1');
    expect(readFileSync(page, 'utf8')).toContain('<svg');
    expect(JSON.parse(readFileSync(baseline, 'utf8'))).toMatchObject({ bounds: { facts: { atLeast: 1 } } });
    expect(await run('eval', args)).toMatchObject({ code: 0, stdout: expect.stringContaining('The baseline is kept.') });
    writeFileSync(file, JSON.stringify({ ...golden[0], contains: ['8,800 ₸'] }));
    const fallen = await run('eval', args);
    expect(fallen.code).toBe(1);
    expect(fallen.stdout).toMatch(/BELOW THE BASELINE\n {2}Right answers.*: 0\.0 %, wanted at least 100\.0 %/);
  });
});
