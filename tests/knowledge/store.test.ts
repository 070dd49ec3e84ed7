/** Documents of the database: whose they are, which version holds, and how those who answer follow. */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { tenantTransaction } from '../../src/platform/db/tenant.js';
import { createLogger } from '../../src/platform/logging/logger.js';
import { type KnowledgeBase, type KnowledgeBaseOptions, changeValidity, checkUpload, folderSource, storedSource, uploadDocument, withdrawDocument } from '../../src/modules/knowledge/index.js';
import { type TestDatabase, createTestDatabase } from '../support/database.js';
import { eventually } from '../support/eventually.js';
import { addBot } from '../telegram/support.js';
import { type Bench, createBench, until } from './support.js';

const A = 101;
const B = 202;
const log = createLogger({ console: false });

let bench: Bench;
let database: TestDatabase;
let now: Date;
beforeEach(async () => {
  [bench, database] = await Promise.all([createBench(), createTestDatabase()]);
  for (const bot of [A, B]) await addBot(database, bot);
  now = new Date('2026-06-15T12:00:00Z');
});
afterEach(async () => {
  await bench.release();
  await database.release();
});

function open(options: Partial<KnowledgeBaseOptions> = {}): KnowledgeBase {
  const clock = (): Date => now;
  const stored = storedSource({ db: database.db, databaseUrl: database.url, log, clock });
  return bench.open({ sources: [folderSource(bench.dir, log), stored], clock, ...options });
}

interface Upload {
  readonly bot?: number | null;
  readonly from?: string;
  readonly until?: string;
}

async function upload(name: string, text: string, { bot = null, from, until: last }: Upload = {}): Promise<number> {
  const file = await checkUpload(bot, name, Buffer.from(text));
  if (!file.ok) throw new Error(file.detail);
  const stored = await tenantTransaction(database.db, bot ?? A, (tx) =>
    uploadDocument({ tx, botId: bot ?? A, actor: { id: 'system', roles: [], surface: 'api' }, through: 'api', wide: true }, file, { validFrom: from, validUntil: last }),
  );
  if (typeof stored === 'string') throw new Error(stored);
  return stored.documentId;
}

async function withdraw(id: number): Promise<void> {
  const actor = { id: 'system', roles: [], surface: 'api' } as const;
  await tenantTransaction(database.db, A, (tx) => withdrawDocument({ tx, botId: A, actor, through: 'api', wide: true }, id));
}

/** What answers the question, best first. */
async function found(knowledge: KnowledgeBase, text: string, botId?: number): Promise<string[]> {
  return (await knowledge.search({ text, botId })).hits.map(({ passage }) => passage.text);
}

const fee = (value: number): string => `# Fees\n\nThe card fee is ${value} tenge.\n`;
const entry = (answer: string): string => `- id: fee\n  lang: en\n  questions: [What is the card fee?]\n  answer: ${answer}\n`;

describe('a document of one bot', () => {
  test('is found by that bot alone, whether it stands in the folder or in the database', async () => {
    await bench.write('en/loans.md', '# Loans\n\nThe loan rate is 17 percent.\n');
    await bench.write(`bots/${A}/en/gold.md`, '# Gold\n\nThe platinum lounge opens at nine.\n');
    await upload('en/silver.md', '# Silver\n\nThe silver lounge opens at ten.\n', { bot: B });
    const knowledge = open();
    const lounges = async (bot?: number): Promise<string[]> => (await found(knowledge, 'when does the lounge open', bot)).filter((text) => text.includes('lounge'));
    expect(await lounges(A)).toEqual(['The platinum lounge opens at nine.']);
    expect(await lounges(B)).toEqual(['The silver lounge opens at ten.']);
    for (const nobody of [undefined, 303]) expect(await lounges(nobody)).toEqual([]);
    for (const bot of [A, B, undefined]) expect((await found(knowledge, 'loan rate', bot))[0]).toBe('The loan rate is 17 percent.');
    const paths = knowledge.documents().map(({ path, botId }) => [path, botId]);
    expect(paths).toEqual([[`bots/${A}/en/gold.md`, A], ['en/loans.md', undefined], [`bots/${B}/en/silver.md`, B]]);
  });

  test('tells other bots nothing of its words', async () => {
    await bench.write('en/loans.md', '# Loans\n\nThe loan rate is 17 percent.\n');
    await upload('en/secret.md', '# Merger\n\nThe zephyrion merger is planned.\n', { bot: A });
    const knowledge = open();
    const known = async (botId: number): Promise<boolean | undefined> =>
      (await knowledge.search({ text: 'zephyrion', botId })).words.every(({ rarity }) => rarity !== undefined);
    expect([await known(A), await known(B)]).toEqual([true, false]);
  });

  test('and its frequent questions are no other bot\'s guess; of the same id, its own is answered', async () => {
    await bench.write('faq/common.yaml', entry('Ask your branch.'));
    await bench.write(`bots/${A}/faq/own.yaml`, entry('Five tenge.'));
    await bench.write(`bots/${A}/faq/more.yaml`, entry('At the harbour.').replaceAll('fee', 'port'));
    const knowledge = open();
    const guess = async (text: string, botId?: number): Promise<string | undefined> => (await knowledge.matchFaq({ text, botId }))?.entry.answer;
    expect(await guess('What is the card fee?', A)).toBe('Five tenge.');
    for (const bot of [B, undefined]) expect(await guess('What is the card fee?', bot)).toBe('Ask your branch.');
    expect(await guess('What is the card port?', A)).toBe('At the harbour.');
    expect(await guess('What is the card port?', B)).toBe('Ask your branch.');
  });

  test('below a folder that names no bot is nobody\'s, and that is said', async () => {
    await bench.write('bots/brand/en/fees.md', fee(7));
    const knowledge = open();
    await knowledge.ready;
    expect(knowledge.documents()).toEqual([]);
    expect(knowledge.problems()).toMatchObject([{ document: 'bots/brand/en/fees.md', code: 'no_bot' }]);
  });

  test('costs no index of a bot that has not asked for long, and is found again when it asks', async () => {
    const bots = Array.from({ length: 6 }, (_, at) => 1_000 + at);
    for (const bot of bots) await bench.write(`bots/${bot}/en/fees.md`, fee(bot));
    const knowledge = open({ keptBots: 1 });
    for (const bot of [...bots, ...bots]) expect(await found(knowledge, 'card fee', bot)).toEqual([`The card fee is ${bot} tenge.`]);
    await Promise.all(bots.map(async (bot) => expect(await found(knowledge, 'card fee', bot)).toEqual([`The card fee is ${bot} tenge.`])));
  });
});

describe('versions of a document', () => {
  test('are followed by every process that answers, within two seconds of each change', async () => {
    const both = [open(), open()];
    await Promise.all(both.map(({ ready }) => ready));
    const follow = async (expected: string[]): Promise<void> => {
      const begun = performance.now();
      await Promise.all(both.map((knowledge) => until(knowledge, async () => JSON.stringify(await found(knowledge, 'card fee', A)) === JSON.stringify(expected))));
      expect(performance.now() - begun).toBeLessThan(2_000);
    };
    const versions = new Set<string>();
    const id = await upload('en/fees.md', fee(1));
    await follow(['The card fee is 1 tenge.']);
    versions.add((await both[0]?.version(A)) ?? '');
    await upload('en/fees.md', fee(2));
    await follow(['The card fee is 2 tenge.']);
    versions.add((await both[0]?.version(A)) ?? '');
    await withdraw(id);
    await follow([]);
    versions.add((await both[0]?.version(A)) ?? '');
    expect(versions.size).toBe(3);
    expect(await both[1]?.version(A)).toBe(await both[0]?.version(A));
  });

  test('take turns at midnight, also where nothing was read since: none is quoted after its last day', async () => {
    await upload('en/fees.md', fee(1), { until: '2026-06-20' });
    await upload('en/fees.md', fee(2), { from: '2026-06-18', until: '2026-06-25' });
    await upload('faq/fees.yaml', entry('One tenge.'), { until: '2026-06-15' });
    const knowledge = open();
    const seen: Record<string, unknown> = {};
    for (const day of ['2026-06-15', '2026-06-17', '2026-06-18', '2026-06-25', '2026-06-26']) {
      now = new Date(`${day}T23:59:59Z`);
      const { entry: guess } = (await knowledge.matchFaq({ text: 'What is the card fee?', botId: A })) ?? {};
      seen[day] = [...(await found(knowledge, 'card fee', A)), ...(guess ? [guess.answer] : [])];
    }
    expect(seen).toEqual({
      '2026-06-15': ['The card fee is 1 tenge.', 'One tenge.'],
      '2026-06-17': ['The card fee is 1 tenge.'],
      '2026-06-18': ['The card fee is 2 tenge.'],
      '2026-06-25': ['The card fee is 2 tenge.'],
      '2026-06-26': [],
    });
  });

  test('name another version of the knowledge on the day on which one expires', async () => {
    await upload('en/fees.md', fee(1), { until: '2026-06-15' });
    const knowledge = open();
    const before = await knowledge.version(A);
    expect(await knowledge.version(A)).toBe(before);
    now = new Date('2026-06-16T00:00:01Z');
    expect(await knowledge.version(A)).not.toBe(before);
  });

  test('hold by the midnight of the bot that is asked', async () => {
    await upload('en/fees.md', fee(1), { until: '2026-06-15' });
    now = new Date('2026-06-15T20:00:00Z');
    const zones = new Map([[A, 'Asia/Almaty'], [B, 'UTC']]);
    const knowledge = open({ timeZoneOf: (botId) => Promise.resolve(zones.get(botId) ?? 'UTC') });
    expect([await found(knowledge, 'card fee', A), await found(knowledge, 'card fee', B)]).toEqual([[], ['The card fee is 1 tenge.']]);
  });

  test('take the place of a file of the same name, from their first day on, until they are withdrawn', async () => {
    await bench.write('en/fees.md', fee(1));
    const id = await upload('en/fees.md', fee(2), { from: '2026-06-16', until: '2026-06-17' });
    const knowledge = open();
    const seen = [];
    for (const day of [15, 16, 18]) {
      now = new Date(`2026-06-${day}T12:00:00Z`);
      seen.push(await found(knowledge, 'card fee', A));
    }
    expect(seen).toEqual([['The card fee is 1 tenge.'], ['The card fee is 2 tenge.'], []]);
    await withdraw(id);
    await until(knowledge, async () => (await found(knowledge, 'card fee', A))[0] === 'The card fee is 1 tenge.');
  });

  test('that cannot be read any more leave the former one in force, and that is said', async () => {
    await upload('en/fees.md', fee(1));
    await upload('en/fees.md', fee(2));
    await database.owner('document_versions').orderBy('id', 'desc').limit(1).whereRaw('id = (select max(id) from document_versions)').update({ content: Buffer.from([0xff, 0xfe, 0x00]) });
    const knowledge = open();
    expect(await found(knowledge, 'card fee', A)).toEqual(['The card fee is 1 tenge.']);
    expect(knowledge.problems()).toMatchObject([{ document: 'en/fees.md', code: 'encoding' }]);
    // As where the machine was too busy the first time.
    await database.owner('document_versions').orderBy('id', 'desc').limit(1).whereRaw('id = (select max(id) from document_versions)').update({ content: Buffer.from(fee(2)) });
    await knowledge.reload();
    expect(await found(knowledge, 'card fee', A)).toEqual(['The card fee is 2 tenge.']);
  });

  test('keep both ends that two people change at once', async () => {
    const id = await upload('en/fees.md', fee(1));
    const work = { botId: A, actor: { id: 'system', roles: [], surface: 'api' }, through: 'api', wide: true } as const;
    const [version = 0] = await database.owner('document_versions').where({ document_id: id }).pluck<number[]>('id');
    const change = (wanted: { validFrom?: string; validUntil?: string }, meanwhile = Promise.resolve()): Promise<unknown> =>
      tenantTransaction(database.db, A, async (tx) => {
        await changeValidity({ tx, ...work }, version, wanted);
        await meanwhile;
      });
    let commit = (): void => undefined;
    const first = change({ validFrom: '2026-06-01' }, new Promise((resolve) => (commit = resolve)));
    const seen = (sql: string): Promise<void> =>
      eventually(async () => {
        const { rows } = await database.owner.raw<{ rows: unknown[] }>(sql);
        if (rows.length === 0) throw new Error('Not yet');
      });
    await seen("select 1 from pg_locks where relation = 'document_versions'::regclass and mode = 'RowExclusiveLock'");
    const second = change({ validUntil: '2026-06-30' });
    await seen('select 1 from pg_locks where not granted');
    commit();
    await Promise.all([first, second]);
    const [row] = await database.owner('document_versions').select(database.owner.raw('valid_from::text, valid_until::text'));
    expect(row).toEqual({ valid_from: '2026-06-01', valid_until: '2026-06-30' });
  });

  test('go on serving while the database is away', async () => {
    await upload('en/fees.md', fee(1));
    const knowledge = open();
    await knowledge.ready;
    await database.owner.raw('revoke select on document_versions from teller_transport');
    await knowledge.reload();
    expect(await found(knowledge, 'card fee', A)).toEqual(['The card fee is 1 tenge.']);
    expect(knowledge.problems()).toMatchObject([{ code: 'unreadable' }]);
    await database.owner.raw('grant select on document_versions to teller_transport');
    await until(knowledge, () => knowledge.problems().length === 0);
  }, 20_000);
});
