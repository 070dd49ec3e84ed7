import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Batcher } from '../../src/platform/batcher.js';

function recorded(options?: ConstructorParameters<typeof Batcher<number, number>>[1], bad: readonly number[] = []) {
  const batches: number[][] = [];
  const batcher = new Batcher<number, number>(async (items) => {
    batches.push([...items]);
    await Promise.resolve();
    if (items.some((item) => bad.includes(item))) throw new Error('bad');
    return items.map((item) => item * 10);
  }, options);
  return { batches, batcher };
}

describe('a batcher', () => {
  test('takes what comes in one turn together, and what comes meanwhile with the next batch', async () => {
    const { batches, batcher } = recorded();
    const first = [batcher.add(1), batcher.add(2)];
    await Promise.resolve();
    const second = [batcher.add(3), batcher.add(4)];
    expect(await Promise.all([...first, ...second])).toEqual([10, 20, 30, 40]);
    expect(batches).toEqual([
      [1, 2],
      [3, 4],
    ]);
  });

  test('runs one batch at a time, none larger than the limit, in the order of coming', async () => {
    let running = 0;
    const sizes: number[] = [];
    const seen: number[] = [];
    const batcher = new Batcher<number, void>(
      async (items) => {
        expect(++running).toBe(1);
        sizes.push(items.length);
        seen.push(...items);
        await Promise.resolve();
        running--;
        return [];
      },
      { maxSize: 3 },
    );
    await Promise.all(Array.from({ length: 10 }, (_, i) => batcher.add(i)));
    expect(sizes).toEqual([3, 3, 3, 1]);
    expect(seen).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  test('gives every item of a failed batch its error, and works on', async () => {
    const { batcher } = recorded({}, [2]);
    const results = await Promise.allSettled([batcher.add(1), batcher.add(2)]);
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(await batcher.add(3)).toBe(30);
  });

  test('lets only those fail that are at fault, when it may find out', async () => {
    const items = fc.uniqueArray(fc.nat(50), { minLength: 1, maxLength: 30 });
    await fc.assert(
      fc.asyncProperty(items, fc.array(fc.nat(50), { maxLength: 5 }), async (all, bad) => {
        const { batcher } = recorded({ isOnesFault: () => true }, bad);
        const results = await Promise.allSettled(all.map((item) => batcher.add(item)));
        expect(results.map((result) => (result.status === 'fulfilled' ? result.value : 'bad'))).toEqual(
          all.map((item) => (bad.includes(item) ? 'bad' : item * 10)),
        );
      }),
    );
  });

  test('does not look for a culprit when nobody is to blame', async () => {
    const { batches, batcher } = recorded({ isOnesFault: () => false }, [1]);
    await Promise.allSettled([1, 2, 3, 4].map((item) => batcher.add(item)));
    expect(batches).toEqual([[1, 2, 3, 4]]);
  });
});
