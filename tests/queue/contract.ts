import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { z } from 'zod';
import type { DeadJob, JobKind, JobQueue } from '../../src/platform/queue/index.js';
import { eventually } from '../support/eventually.js';
import { type Adapter, type Recorder, recorder, workInProcess } from './support.js';

interface Work {
  readonly id: number;
}

/** What any queue must do. */
export function queueContract(start: () => Promise<Adapter>): void {
  let adapter: Adapter;
  const open: JobQueue[] = [];
  const recorders: Recorder[] = [];

  beforeAll(async () => {
    adapter = await start();
  });
  afterEach(async () => {
    await Promise.all(open.splice(0).map((queue) => queue.release()));
    const troubles = recorders.splice(0).flatMap((events) => events.troubles);
    expect(troubles.map(String)).toEqual([]);
  });
  afterAll(() => adapter.release());

  async function kindOf(changes: Partial<JobKind<Work>> = {}): Promise<JobKind<Work>> {
    const kind: JobKind<Work> = {
      name: `test-${randomUUID()}`,
      payload: z.object({ id: z.number() }),
      attempts: 3,
      backoffSeconds: 1,
      timeoutSeconds: 20,
      ...changes,
    };
    await adapter.install(kind);
    return kind;
  }

  const depth = async (queue: JobQueue, kind: JobKind<Work>): Promise<unknown> => (await queue.depths([kind])).get(kind.name);

  async function queueWith(work?: (queue: JobQueue) => void, events = recorder()): Promise<JobQueue> {
    const queue = adapter.open(events);
    recorders.push(events);
    open.push(queue);
    work?.(queue);
    await queue.start();
    return queue;
  }

  test('runs what is enqueued, and nothing of it stays', async () => {
    const kind = await kindOf();
    const done: number[] = [];
    const queue = await queueWith((q) => q.work(kind, 4, ({ id }) => Promise.resolve(void done.push(id))));
    await Promise.all([1, 2, 3, 4, 5, 6, 7, 8, 9].map((id) => queue.enqueue(kind, { id })));
    await eventually(() => expect([...done].sort()).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]));
    await eventually(async () => expect(await depth(queue, kind)).toEqual({ waiting: 0, delayed: 0, active: 0 }));
  });

  test('keeps what is enqueued while nobody works', async () => {
    const kind = await kindOf();
    const idle = await queueWith();
    await idle.enqueue(kind, { id: 7 });
    expect(await depth(idle, kind)).toMatchObject({ waiting: 1 });
    const done: number[] = [];
    await queueWith((q) => q.work(kind, 1, ({ id }) => Promise.resolve(void done.push(id))));
    await eventually(() => expect(done).toEqual([7]));
  });

  test('tells how many jobs of each kind wait and are at work', async () => {
    const [idle, busy] = [await kindOf(), await kindOf()];
    let end: (() => void) | undefined;
    const worker = await queueWith((q) => q.work(busy, 1, () => new Promise((resolve) => (end = resolve))));
    await worker.enqueue(busy, { id: 1 });
    await eventually(() => expect(end).toBeDefined());
    await worker.enqueue(busy, { id: 2 });
    await worker.enqueue(busy, { id: 3 }, { delayMs: 60_000 });
    const depths = await (await queueWith()).depths([idle, busy]);
    expect(Object.fromEntries(depths)).toEqual({
      [idle.name]: { waiting: 0, delayed: 0, active: 0 },
      [busy.name]: { waiting: 1, delayed: 1, active: 1 },
    });
    end?.();
    await eventually(async () => expect(await depth(worker, busy)).toMatchObject({ waiting: 0 }));
    end?.();
  });

  test('runs no more at once than it may', async () => {
    const kind = await kindOf();
    let atWork = 0;
    let most = 0;
    let done = 0;
    const queue = await queueWith((q) =>
      q.work(kind, 2, async () => {
        most = Math.max(most, ++atWork);
        await sleep(20);
        atWork--;
        done++;
      }),
    );
    await Promise.all(Array.from({ length: 12 }, (_item, id) => queue.enqueue(kind, { id })));
    await eventually(() => expect(done).toBe(12));
    expect(most).toBe(2);
  });

  test('waits for the time of a delayed job', async () => {
    const kind = await kindOf();
    let at = 0;
    const queue = await queueWith((q) => q.work(kind, 1, () => Promise.resolve(void (at = performance.now()))));
    const asked = performance.now();
    await queue.enqueue(kind, { id: 1 }, { delayMs: 1_000 });
    await eventually(() => expect(at).toBeGreaterThan(0));
    expect(at - asked).toBeGreaterThan(950);
  });

  test('lets the urgent go first', async () => {
    const kind = await kindOf();
    const idle = await queueWith();
    for (const [id, priority] of [[1, 5], [2, 9], [3, 1], [4, 5]] as const) await idle.enqueue(kind, { id }, { priority });
    const done: number[] = [];
    await queueWith((q) => q.work(kind, 1, ({ id }) => Promise.resolve(void done.push(id))));
    await eventually(() => expect(done).toHaveLength(4));
    expect(done[0]).toBe(3);
    expect(done[3]).toBe(2);
  });

  test('lets one job of a key wait', async () => {
    const kind = await kindOf();
    const idle = await queueWith();
    for (const id of [1, 2, 3]) await idle.enqueue(kind, { id }, { key: 'the one' });
    await idle.enqueue(kind, { id: 4 }, { key: 'the other' });
    expect(await depth(idle, kind)).toMatchObject({ waiting: 2 });
    const done: number[] = [];
    const queue = await queueWith((q) => q.work(kind, 1, ({ id }) => Promise.resolve(void done.push(id))));
    await eventually(() => expect([...done].sort()).toEqual([1, 4]));
    await eventually(async () => expect(await depth(queue, kind)).toMatchObject({ active: 0 }));
    await queue.enqueue(kind, { id: 5 }, { key: 'the one' });
    await eventually(() => expect(done).toContain(5));
  });

  test('tries again with growing pauses, and then gives up on it where people can see it', async () => {
    const kind = await kindOf();
    const events = recorder();
    const at: number[] = [];
    const queue = await queueWith((q) => {
      q.work(kind, 1, () => {
        at.push(performance.now());
        return Promise.reject(new Error('the paper is wet'));
      });
    }, events);
    await queue.enqueue(kind, { id: 3 }, { key: 'sodden' });
    const dead: DeadJob = { queue: kind.name, key: 'sodden', payload: { id: 3 }, error: 'the paper is wet' };
    await eventually(() => expect(events.dead).toEqual([dead]), 20_000);
    expect(at).toHaveLength(3);
    const [first = 0, second = 0, third = 0] = at;
    expect(second - first).toBeGreaterThan(900);
    expect(third - second).toBeGreaterThan(1_900);
    await eventually(async () => expect(await depth(queue, kind)).toEqual({ waiting: 0, delayed: 0, active: 0 }));
  });

  test('works on after a try that failed', async () => {
    const kind = await kindOf();
    const events = recorder();
    const done: number[] = [];
    let tries = 0;
    const queue = await queueWith((q) => {
      q.work(kind, 1, ({ id }) => {
        if (++tries === 1) throw new Error('not now');
        done.push(id);
        return Promise.resolve();
      });
    }, events);
    await queue.enqueue(kind, { id: 8 });
    await eventually(() => expect(done).toEqual([8]));
    expect(events.dead).toEqual([]);
  });

  test('gives up at once on what it cannot read', async () => {
    const kind = await kindOf();
    const events = recorder();
    const queue = await queueWith((q) => q.work(kind, 1, () => Promise.resolve()), events);
    await queue.enqueue<{ id: unknown }>({ ...kind, payload: z.object({ id: z.unknown() }) }, { id: 'one' }, { key: 'odd' });
    await eventually(() => expect(events.dead).toMatchObject([{ key: 'odd', payload: { id: 'one' } }]));
  });

  test('ends a try that takes too long, and says so to who works on it', async () => {
    const kind = await kindOf({ timeoutSeconds: 1, attempts: 1 });
    const events = recorder();
    let aborted = false;
    const queue = await queueWith((q) => {
      q.work(kind, 1, async (_payload, signal) => {
        await new Promise((resolve) => signal.addEventListener('abort', resolve));
        aborted = true;
      });
    }, events);
    await queue.enqueue(kind, { id: 1 });
    await eventually(() => expect(events.dead).toHaveLength(1));
    expect(events.dead[0]?.error).toMatch(/longer than 1 s/);
    expect(aborted).toBe(true);
  });

  test('finishes what is at work before it stops, and leaves the rest to others', async () => {
    const kind = await kindOf();
    const started: number[] = [];
    const finished: number[] = [];
    const queue = await queueWith((q) => {
      q.work(kind, 1, async ({ id }) => {
        started.push(id);
        await sleep(300);
        finished.push(id);
      });
    });
    for (const id of [1, 2, 3]) await queue.enqueue(kind, { id });
    await eventually(() => expect(started).toHaveLength(1));
    await queue.release();
    expect(finished).toEqual(started);
    const taken = started.length;
    const done: number[] = [];
    await queueWith((q) => q.work(kind, 1, ({ id }) => Promise.resolve(void done.push(id))));
    await eventually(() => expect(done).toHaveLength(3 - taken));
  });

  test('hands on what it can wait for no longer', async () => {
    const kind = await kindOf();
    let started = false;
    const queue = await queueWith((q) => {
      q.work(kind, 1, () => {
        started = true;
        return new Promise(() => undefined);
      });
    });
    await queue.enqueue(kind, { id: 6 }, { key: 'endless' });
    await eventually(() => expect(started).toBe(true));
    const stopping = performance.now();
    await queue.release();
    expect(performance.now() - stopping).toBeLessThan(7_000);
    const done: number[] = [];
    await queueWith((q) => q.work(kind, 1, ({ id }) => Promise.resolve(void done.push(id))));
    await eventually(() => expect(done).toEqual([6]), 30_000);
  });

  test('takes over the jobs of a process that was killed', async () => {
    const kind = await kindOf({ timeoutSeconds: 3 });
    const doomed = await workInProcess(adapter.connection, kind);
    const idle = await queueWith();
    await idle.enqueue(kind, { id: 9 });
    await doomed.taken;
    await doomed.kill();
    const done: number[] = [];
    await queueWith((q) => q.work(kind, 1, ({ id }) => Promise.resolve(void done.push(id))));
    await eventually(() => expect(done).toEqual([9]), 40_000);
  });

  test('keeps a job that could not be buried', async () => {
    const kind = await kindOf({ attempts: 1, timeoutSeconds: 2 });
    const events = recorder();
    events.refuseBurials(2);
    const queue = await queueWith((q) => q.work(kind, 1, () => Promise.reject(new Error('no'))), events);
    await queue.enqueue(kind, { id: 1 }, { key: 'unburied' });
    await eventually(() => expect(events.dead).toMatchObject([{ key: 'unburied' }]), 30_000);
    expect(events.troubles.splice(0).map(String).join()).toMatch(/frozen/);
  });

  test('adds by itself what has a time of its own', async () => {
    const kind = await kindOf({ payload: z.object({ id: z.number().default(0) }), cron: { expression: '* * * * *', timeZone: 'Asia/Almaty' } });
    let runs = 0;
    await queueWith((q) => q.work(kind, 1, () => Promise.resolve(runs++).then(() => undefined)));
    await eventually(() => expect(runs).toBeGreaterThan(0), 70_000);
  }, 90_000);
}
