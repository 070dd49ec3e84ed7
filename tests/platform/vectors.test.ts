import { afterEach, describe, expect, test } from '@jest/globals';
import { mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Worker } from 'node:worker_threads';
import { buildVectorIndex } from '../../src/platform/vectors/build.js';
import { ExactIndex } from '../../src/platform/vectors/exact-index.js';
import { findSaved, save } from '../../src/platform/vectors/faiss-store.js';
import { FaissHost, spawnFaissWorker } from '../../src/platform/vectors/faiss-host.js';
import type { VectorIndex, VectorIndexOptions } from '../../src/platform/vectors/index.js';
import { toMatrix } from '../../src/platform/vectors/matrix.js';

const DIMENSION = 128;
/** Enough for an index that is compressed, and so saved. */
const MANY = 3000;

/** Numbers that look random and are the same in every run (mulberry32). */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function randomVectors(count: number, seed: number, centres?: readonly Float32Array[]): Float32Array[] {
  const next = randomNumbers(seed);
  return Array.from({ length: count }, (_, n) => {
    const centre = centres?.[n % centres.length];
    return Float32Array.from({ length: DIMENSION }, (__, i) => {
      const normal = Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
      return normal * (centre ? 0.3 : 1) + (centre?.[i] ?? 0);
    });
  });
}

class Journal {
  readonly infos: string[] = [];
  readonly warnings: string[] = [];
  readonly origins: unknown[] = [];

  info(details: object, message: string): void {
    this.infos.push(message);
    if ('origin' in details) this.origins.push(details.origin);
  }

  warn(_details: object, message: string): void {
    this.warnings.push(message);
  }
}

const opened: VectorIndex[] = [];
const directories: string[] = [];
const workers: Worker[] = [];

function newHost(): FaissHost {
  return new FaissHost(() => {
    const worker = spawnFaissWorker();
    workers.push(worker);
    return worker;
  });
}

async function build(
  host: FaissHost,
  vectors: readonly Float32Array[],
  more: Partial<VectorIndexOptions> = {},
): Promise<VectorIndex> {
  const index = await buildVectorIndex(vectors, { dimension: DIMENSION, fingerprint: 'one', ...more }, host);
  opened.push(index);
  return index;
}

function newFile(): string {
  const directory = mkdtempSync(join(tmpdir(), 'vectors-'));
  directories.push(directory);
  return join(directory, 'index');
}

function onlyDataFile(file: string): string {
  const names = readdirSync(join(file, '..')).filter((name) => name !== 'index');
  expect(names).toHaveLength(1);
  return join(file, '..', names[0] ?? '');
}

async function recallAt10(
  index: VectorIndex,
  exact: VectorIndex,
  queries: readonly Float32Array[],
): Promise<number> {
  let found = 0;
  for (const query of queries) {
    const truth = new Set((await exact.search(query, 10)).map((hit) => hit.position));
    found += (await index.search(query, 10)).filter((hit) => truth.has(hit.position)).length;
  }
  return found / (10 * queries.length);
}

function lastWorker(): Worker {
  const worker = workers.at(-1);
  if (!worker) throw new Error('No search thread was started');
  return worker;
}

/** Resolves when the thread is sent its next request. */
function nextRequestTo(worker: Worker): Promise<void> {
  return new Promise((resolve) => {
    const post = worker.postMessage.bind(worker);
    worker.postMessage = (...request: Parameters<Worker['postMessage']>) => {
      post(...request);
      resolve();
    };
  });
}

async function faissLoads(): Promise<boolean> {
  const index = await build(newHost(), randomVectors(1, 1));
  const { kind } = index;
  await index.release();
  return kind === 'faiss';
}

/** Where FAISS cannot be had its tests are left out; on CI it must be there. */
const describeWithFaiss = (await faissLoads()) || process.env['CI'] ? describe : describe.skip;

function dot(a: Float32Array, b: Float32Array): number {
  return a.reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0);
}

const [query = new Float32Array(DIMENSION)] = randomVectors(1, 77);

afterEach(async () => {
  await Promise.all(opened.splice(0).map((index) => index.release()));
  for (const directory of directories.splice(0)) rmSync(directory, { recursive: true });
  const alive = workers.splice(0).filter((worker) => worker.threadId !== -1);
  expect(alive).toHaveLength(0);
});

describe('the exact index', () => {
  test('agrees with sorting all similarities', async () => {
    const vectors = randomVectors(500, 1);
    const expected = vectors
      .map((vector, position) => ({
        position,
        score: dot(vector, query) / Math.sqrt(dot(vector, vector) * dot(query, query)),
      }))
      .sort((a, b) => b.score - a.score)
      .slice(0, 7);
    const hits = await new ExactIndex(await toMatrix(vectors, DIMENSION)).search(query, 7);
    expect(hits.map((hit) => hit.position)).toEqual(expected.map((hit) => hit.position));
    hits.forEach((hit, rank) => expect(hit.score).toBeCloseTo(expected[rank]?.score ?? NaN, 4));
  });

  test('puts the earlier of two equal vectors first', async () => {
    const [vector = query] = randomVectors(1, 5);
    const index = new ExactIndex(await toMatrix([query, vector, vector, vector], DIMENSION));
    expect((await index.search(vector, 2)).map((hit) => hit.position)).toEqual([1, 2]);
  });

  test('lets timers run while it scans', async () => {
    const index = new ExactIndex(await toMatrix(Array.from({ length: 20_000 }, () => query), DIMENSION));
    let rounds = 0;
    const counting = setInterval(() => (rounds += 1), 1);
    await Promise.all(Array.from({ length: 20 }, () => index.search(query, 10)));
    clearInterval(counting);
    expect(rounds).toBeGreaterThan(3);
  });
});

describe('any index', () => {
  test('without vectors finds nothing and starts no thread', async () => {
    const index = await build(newHost(), []);
    expect(await index.search(query, 3)).toEqual([]);
    expect(workers).toHaveLength(0);
  });

  test('returns all it has when asked for more', async () => {
    const index = await build(newHost(), randomVectors(4, 1));
    expect(await index.search(query, 10)).toHaveLength(4);
  });

  test('refuses a query of another dimension, one that is not finite, and a wrong k', async () => {
    const index = await build(newHost(), randomVectors(4, 1));
    await expect(index.search(new Float32Array(3), 1)).rejects.toThrow(RangeError);
    await expect(index.search(new Float32Array(DIMENSION).fill(NaN), 1)).rejects.toThrow(RangeError);
    await expect(index.search(query, 0)).rejects.toThrow(RangeError);
    await expect(index.search(query, 1.5)).rejects.toThrow(RangeError);
  });

  test('refuses vectors of another dimension', async () => {
    await expect(build(newHost(), [new Float32Array(3)])).rejects.toThrow(RangeError);
    expect(workers).toHaveLength(0);
  });

  test('answers nothing once it was released, and can be released twice', async () => {
    const index = await build(newHost(), randomVectors(4, 1));
    await index.release();
    await index.release();
    await expect(index.search(query, 1)).rejects.toThrow('released');
  });

  test('scans exactly where FAISS is not installed, and says so once', async () => {
    const host = new FaissHost(() => spawnFaissWorker('no-such-module'));
    const log = new Journal();
    const vectors = randomVectors(50, 1);
    const [first, second] = [await build(host, vectors, { log }), await build(host, vectors, { log })];
    expect([first.kind, second.kind]).toEqual(['exact', 'exact']);
    expect(await first.search(query, 3)).toHaveLength(3);
    expect(log.infos).toEqual([expect.stringContaining('not available')]);
    expect(log.warnings).toEqual([]);
  });
});

describeWithFaiss('the FAISS index', () => {
  const centres = randomVectors(40, 9);

  test.each([
    ['few random vectors', 500, undefined],
    ['random vectors', MANY, undefined],
    ['vectors in clusters', MANY, centres],
  ])('finds the same as the exact scan among %s', async (_, count, around) => {
    const vectors = randomVectors(count, 1, around);
    const index = await build(newHost(), vectors);
    const exact = new ExactIndex(await toMatrix(vectors, DIMENSION));
    expect(index.kind).toBe('faiss');
    expect(await recallAt10(index, exact, randomVectors(50, 2, around))).toBeGreaterThanOrEqual(0.99);
    const [[hit], [truth]] = [await index.search(query, 1), await exact.search(query, 1)];
    expect(hit?.score).toBeCloseTo(truth?.score ?? NaN, 5);
  });

  test('finds every vector it was built from', async () => {
    const vectors = randomVectors(MANY, 1);
    const index = await build(newHost(), vectors);
    for (const position of [0, 1, 1499, MANY - 1]) {
      const [hit] = await index.search(vectors[position] ?? query, 1);
      expect(hit).toEqual({ position, score: expect.closeTo(1, 5) });
    }
  });

  test('shares one thread with others, ended by the last release and started again when needed', async () => {
    const host = newHost();
    const lists = [randomVectors(9, 1), randomVectors(5, 2)] as const;
    const [one, other] = await Promise.all([build(host, lists[0]), build(host, lists[1])]);
    expect(workers).toHaveLength(1);
    await one.release();
    expect(await other.search(query, 9)).toHaveLength(5);
    await other.release();
    expect(lastWorker().threadId).toBe(-1);
    const later = await build(host, randomVectors(7, 3));
    expect(workers).toHaveLength(2);
    expect([later.kind, (await later.search(query, 9)).length]).toEqual(['faiss', 7]);
  });

  test('answers searches that were under way when it was released', async () => {
    const index = await build(newHost(), randomVectors(MANY, 1));
    const searches = Array.from({ length: 20 }, () => index.search(query, 3));
    await index.release();
    for (const hits of await Promise.all(searches)) expect(hits).toHaveLength(3);
  });

  test('scans exactly while the thread builds another index', async () => {
    const host = newHost();
    const vectors = randomVectors(MANY, 1);
    const index = await build(host, vectors);
    const building = build(host, randomVectors(MANY, 2));
    const order: string[] = [];
    await Promise.all([
      index.search(query, 3).then(() => order.push('searched')),
      building.then(() => order.push('built')),
    ]);
    expect(order).toEqual(['searched', 'built']);
  });

  test('goes on with exact scans when its thread dies, and the next index gets a new thread', async () => {
    const host = newHost();
    const log = new Journal();
    const vectors = randomVectors(MANY, 1);
    const index = await build(host, vectors, { log });
    const before = (await index.search(query, 5)).map((hit) => hit.position);
    const searches = Array.from({ length: 10 }, () => index.search(query, 5));
    await lastWorker().terminate();
    for (const hits of await Promise.all(searches)) expect(hits.map((hit) => hit.position)).toEqual(before);
    expect(index.kind).toBe('exact');
    expect((await index.search(query, 5)).map((hit) => hit.position)).toEqual(before);
    expect(log.warnings).not.toHaveLength(0);
    expect((await build(host, vectors)).kind).toBe('faiss');
  });

  test('is exact when its thread dies while it is built', async () => {
    const host = newHost();
    const first = await build(host, randomVectors(3, 1));
    const log = new Journal();
    const asked = nextRequestTo(lastWorker());
    const building = build(host, randomVectors(MANY, 1), { log });
    await asked;
    await lastWorker().terminate();
    expect((await building).kind).toBe('exact');
    expect(first.kind).toBe('exact');
    expect(log.warnings).toEqual([expect.stringContaining('failed to build')]);
  });
});

describeWithFaiss('a saved index', () => {
  const vectors = randomVectors(MANY, 1);

  async function buildOnce(file: string, more: Partial<VectorIndexOptions> = {}): Promise<Journal> {
    const log = new Journal();
    const index = await build(newHost(), vectors, { file, log, ...more });
    const [hit] = await index.search(vectors[123] ?? query, 1);
    expect(hit?.position).toBe(123);
    await index.release();
    return log;
  }

  test('is read again instead of being built', async () => {
    const file = newFile();
    expect((await buildOnce(file)).origins).toEqual(['built']);
    expect(await buildOnce(file)).toMatchObject({ origins: ['loaded'], warnings: [] });
  });

  test('is not used for vectors of another fingerprint, and is replaced', async () => {
    const file = newFile();
    await buildOnce(file);
    expect(await buildOnce(file, { fingerprint: 'two' })).toMatchObject({ origins: ['built'], warnings: [] });
    expect((await buildOnce(file, { fingerprint: 'two' })).origins).toEqual(['loaded']);
    expect(onlyDataFile(file)).toContain(file);
  });

  const damages: [string, (file: string) => void][] = [
    ['cut off', (file) => truncateSync(onlyDataFile(file), 1000)],
    ['changed in one bit', (file) => flipBit(onlyDataFile(file))],
    ['lost', (file) => rmSync(onlyDataFile(file))],
    ['described by half a manifest', (file) => truncateSync(file, 20)],
    ['described by something else', (file) => writeFileSync(file, '{"identity": 1}')],
  ];

  test.each(damages)('is rejected and built anew when it is %s', async (_, damage) => {
    const file = newFile();
    await buildOnce(file);
    damage(file);
    const log = await buildOnce(file);
    expect(log.origins).toEqual(['built']);
    expect(log.warnings).toEqual([expect.stringContaining('not used')]);
    expect((await buildOnce(file)).origins).toEqual(['loaded']);
  });

  test('is whole, the old one, after a process died while it wrote the new one', async () => {
    const file = newFile();
    await buildOnce(file);
    writeFileSync(`${file}.4711.tmp`, 'half an index');
    utimesSync(`${file}.4711.tmp`, 0, 0);
    writeFileSync(`${file}.0123456789abcdef`, 'an index without a manifest');
    expect(await buildOnce(file)).toMatchObject({ origins: ['loaded'], warnings: [] });
    await buildOnce(file, { fingerprint: 'two' });
    onlyDataFile(file);
  });

  test('is whole when another process saves one while it is written', () => {
    const file = newFile();
    const saveOne = (name: string, meanwhile: () => void = () => undefined): void =>
      save(file, name, 1, (path) => {
        writeFileSync(path, name);
        meanwhile();
      });
    saveOne('mine', () => saveOne('theirs'));
    expect(readFileSync(findSaved(file, 'mine') ?? '', 'utf8')).toBe('mine');
  });

  test('that cannot be written is a warning, not a failure', async () => {
    const file = newFile();
    writeFileSync(join(file, '../occupied'), '');
    const log = await buildOnce(join(file, '../occupied/index'));
    expect(log).toMatchObject({ origins: ['built'] });
    expect(log.warnings.join()).toContain('not saved');
  });
});

function flipBit(file: string): void {
  const bytes = readFileSync(file);
  const middle = bytes.length >> 1;
  bytes.writeUInt8(bytes.readUInt8(middle) ^ 1, middle);
  writeFileSync(file, bytes);
}
