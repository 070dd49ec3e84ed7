import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { gatherCrowd } from '../../src/simulator/index.js';
import { eventually } from '../support/eventually.js';
import { type TestTeller, startTeller } from '../support/teller.js';

const COUNT = 45;

describe('a crowd', () => {
  let teller: TestTeller;
  beforeAll(async () => {
    teller = await startTeller({});
  });
  afterAll(() => teller.release());

  test('registers with the bot by itself, each in their language, and some block it', async () => {
    const { world, botId } = teller.simulator;
    const disperse = gatherCrowd(world, world.bot(botId), COUNT);
    const registered = (): Promise<{ locale: string; unreachable_at: Date | null }[]> =>
      teller.database.owner('persons').whereNotNull('registered_at').select('locale', 'unreachable_at');
    await eventually(async () => expect(await registered()).toHaveLength(COUNT), 30_000);
    await eventually(async () => expect((await registered()).filter(({ unreachable_at }) => unreachable_at !== null)).toHaveLength(1));
    expect(new Set((await registered()).map(({ locale }) => locale))).toEqual(new Set(['ru', 'kk', 'en']));
    disperse();
  });
});
