/**
 * A broadcast to very many people, at the rate that is paid for: how much of it is used, how much memory that takes, and
 * what is left when the processes are killed in the middle. The simulator enforces Telegram's limits. Everything runs on
 * this machine, and stops by itself.
 *
 *     npm run bench:broadcast -- --recipients 100000 --rate 1000 --kills 20
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { type TestDatabase, createTestDatabase } from '../tests/support/database.js';
import { moderatorPhone } from '../tests/support/desk.js';
import setUp from '../tests/support/global-setup.js';
import tearDown from '../tests/support/global-teardown.js';
import { KillableTeller } from '../tests/support/killable.js';
import { type TestSimulator, startTestSimulator } from '../tests/support/simulator.js';
import { tellerEnvironment } from '../tests/support/teller.js';

const TEXT = 'The branches are closed on 1 May';
const FIRST_CUSTOMER = 800_000_000;
const CHUNK = 5_000;

interface Options {
  readonly recipients: number;
  /** Messages a second. */
  readonly rate: number;
  readonly kills: number;
}

interface Sample {
  readonly state: string;
  readonly counts: Readonly<Record<string, number>>;
}

function optionsIn(argv: readonly string[]): Options {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({ args: [...argv], options: { recipients: text, rate: text, kills: text } });
  const { recipients = '100000', rate = '1000', kills = '0' } = values;
  return { recipients: Number(recipients), rate: Number(rate), kills: Number(kills) };
}

async function openChats({ world, botId }: TestSimulator, { owner }: TestDatabase, count: number): Promise<void> {
  const bot = world.bot(botId);
  const ids = Array.from({ length: count }, (_, index) => FIRST_CUSTOMER + index);
  for (const id of ids) world.chat(bot, world.addPerson({ id, first_name: 'C' })).started = true;
  const registered_at = new Date();
  for (let at = 0; at < count; at += CHUNK) {
    const people = ids.slice(at, at + CHUNK).map((telegram_id) => ({ bot_id: botId, telegram_id, first_name: 'C', registered_at }));
    await owner('persons').insert(people);
  }
}

async function sampleOf({ owner }: TestDatabase): Promise<Sample> {
  const [broadcast] = await owner('broadcasts').select<{ state: string }[]>('state');
  const rows = await owner('broadcast_recipients').groupBy('state').select<{ state: string; count: string }[]>('state', owner.raw('count(*) as count'));
  return { state: broadcast?.state ?? 'none', counts: Object.fromEntries(rows.map(({ state, count }) => [state, Number(count)])) };
}

/** The most memory a process has held, in MB. */
async function peakMemory(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Math.round(Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024);
}

/** How many of the chats got it how often, as they have it. */
function deliveries({ world, botId }: TestSimulator): Map<number, number> {
  const times = new Map<number, number>();
  for (const chat of world.bot(botId).chats.values()) {
    if (chat.person.profile.id < FIRST_CUSTOMER) continue;
    const got = [...chat.messages.values()].filter(({ message }) => message.text === TEXT).length;
    times.set(got, (times.get(got) ?? 0) + 1);
  }
  return times;
}

async function run({ recipients, rate, kills }: Options): Promise<void> {
  const simulator = await startTestSimulator({ enforceLimits: true });
  const database = await createTestDatabase();
  const dir = await mkdtemp(join(tmpdir(), 'teller-bench-'));
  const environment = tellerEnvironment(simulator, database.url, dir);
  const processes = [new KillableTeller({ ...environment, ROLE: 'bot' }), new KillableTeller({ ...environment, ROLE: 'worker' })];
  try {
    for (const each of processes) await each.start();
    const moderator = await moderatorPhone(simulator);
    await openChats(simulator, database, recipients);
    const settings = { broadcasts: { paidRate: rate } };
    await database.owner('bot_settings').insert({ bot_id: simulator.botId, settings }).onConflict('bot_id').merge({ settings });
    await moderator.send(`/broadcast ${TEXT}`);
    await moderator.waitFor(/Above is what/, 60_000);
    await moderator.press(({ text }) => /Pay/.test(text));
    await moderator.waitFor(/Paid: up to/, 60_000);
    const pressed = performance.now();
    await moderator.press(({ text }) => /Send/.test(text));
    const killing = killInTurn(processes, kills);
    await follow(database, pressed, (recipients / rate) * 4 + kills * 10 + 120);
    await killing;
    const { counts } = await sampleOf(database);
    const seconds = await sendingSeconds(database);
    const peaks = await Promise.all(processes.map(({ pid }) => peakMemory(pid)));
    const floods = simulator.calls().filter(({ error_code }) => error_code === 429).length;
    report({ recipients, rate, seconds, counts, peaks, floods, times: deliveries(simulator) });
  } finally {
    for (const each of processes) await each.kill();
    await simulator.close();
    await database.release();
    await rm(dir, { recursive: true, force: true });
  }
}

async function killInTurn(processes: readonly KillableTeller[], kills: number): Promise<void> {
  for (let kill = 0; kill < kills; kill++) {
    await sleep(3_000);
    const victim = processes[kill % processes.length];
    await victim?.kill();
    await victim?.start();
  }
}

async function follow(database: TestDatabase, pressed: number, timeoutSeconds: number): Promise<void> {
  for (;;) {
    await sleep(1_000);
    const { state, counts } = await sampleOf(database);
    const seconds = Math.round((performance.now() - pressed) / 1_000);
    process.stdout.write(`${seconds} s ${state} ${JSON.stringify(counts)}\n`);
    if (state === 'finished') return;
    if (seconds > timeoutSeconds) throw new Error('The broadcast has not come to its end.');
  }
}

/** From the first message to the last. */
async function sendingSeconds({ owner }: TestDatabase): Promise<number> {
  const [row] = await owner('broadcast_recipients').select<{ seconds: string }[]>(
    owner.raw('extract(epoch from max(changed_at) - min(changed_at)) as seconds'),
  );
  return Number(row?.seconds ?? 0);
}

interface Report {
  readonly recipients: number;
  readonly rate: number;
  readonly seconds: number;
  readonly counts: Sample['counts'];
  readonly peaks: readonly number[];
  /** How often Telegram said that it was too much. */
  readonly floods: number;
  readonly times: ReadonlyMap<number, number>;
}

function report({ recipients, rate, seconds, counts, peaks, floods, times }: Report): void {
  const reached = (counts['sent'] ?? 0) / seconds;
  const sum = Object.values(counts).reduce((total, count) => total + count, 0);
  process.stdout.write(
    [
      `sent ${reached.toFixed(0)}/s of ${rate}/s: ${((100 * reached) / rate).toFixed(1)} % of the allowed rate`,
      `ledger: ${JSON.stringify(counts)}, sum ${sum} of ${recipients}`,
      `chats by how often they got it: ${JSON.stringify(Object.fromEntries(times))}`,
      `answers 429 among the last calls: ${floods}`,
      `peak memory of bot and worker: ${peaks.join(' and ')} MB`,
      '',
    ].join('\n'),
  );
}

await setUp();
try {
  await run(optionsIn(process.argv.slice(2)));
} finally {
  await tearDown();
}
