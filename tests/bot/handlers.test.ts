import { expect, test } from '@jest/globals';
import { createBot } from '../../src/bot/create-bot.js';
import { PERMISSIONS } from '../../src/modules/access/index.js';

/** Naming handlers takes none of what they work with. */
const named = createBot({ phoneKeys: {} } as Parameters<typeof createBot>[0]).named;

test('every handler names a permission of the list, but for those of the sender\'s own data', () => {
  expect(named.length).toBeGreaterThan(15);
  const everybodys = named.filter(({ permission }) => permission === undefined || !PERMISSIONS.includes(permission));
  expect(everybodys.map(({ trigger }) => trigger)).toEqual([
    'command privacy',
    ...['export', 'erase', 'confirm', 'keep', 'withdraw'].map((act) => `action data:${act}`),
  ]);
});

test('what staff alone may do needs more than talking with the bot', () => {
  const permissionOf = (trigger: string): string | undefined => named.find((each) => each.trigger === trigger)?.permission;
  expect(permissionOf('command queue')).toBe('queue.view');
  expect(permissionOf('action /^claim:(\\d{1,15})$/')).toBe('handoff.serve');
  expect(permissionOf('command language')).toBe('bot.use');
});

test('every screen and act of the panel has a permission of its own kind', () => {
  const panel = named.filter(({ trigger }) => trigger.startsWith('action /^p:'));
  const permissionsOf = (name: RegExp): Set<string | undefined> =>
    new Set(panel.filter(({ trigger }) => name.test(trigger)).map(({ permission }) => permission));
  expect(panel.length).toBeGreaterThan(25);
  expect(panel.filter(({ permission }) => permission === 'bot.use' || permission === 'handoff.request')).toEqual([]);
  expect(permissionsOf(/:(?:un)?block/)).toEqual(new Set(['people.block']));
  expect(permissionsOf(/:(?:grant|revoke|invite|uninvite)/)).toEqual(new Set(['roles.grant']));
  expect(permissionsOf(/:(?:retry|discard|dead|failed|update|call|resend|dismiss)/)).toEqual(new Set(['queues.repair']));
  expect(permissionsOf(/:phone/)).toEqual(new Set(['people.phone']));
  expect(permissionsOf(/:(?:settings|hours|zone|text|limits|confidence|rate)/)).toEqual(new Set(['settings.manage']));
});
