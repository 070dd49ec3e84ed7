import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { startTestSimulator, type TestSimulator } from '../support/simulator.js';

interface Heard {
  name: string;
  data: Record<string, unknown>;
}

let simulator: TestSimulator;
beforeAll(async () => {
  simulator = await startTestSimulator();
});
afterAll(() => simulator.close());
beforeEach(() => simulator.world.reset());

async function call<T>(method: string, path: string, body?: object): Promise<T> {
  const response = await fetch(`${simulator.url}/sim/${path}`, {
    method,
    ...(body && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
  });
  return (await response.json()) as T;
}

/** What the event stream tells from before `act` until an event of this name. */
async function heardUntil(name: string, act: () => Promise<unknown>): Promise<Heard[]> {
  const stop = new AbortController();
  const { body } = await fetch(`${simulator.url}/sim/events`, { signal: stop.signal });
  const reader = body?.pipeThrough(new TextDecoderStream()).getReader();
  if (!reader) throw new Error('no stream');
  await reader.read();
  const acted = act();
  let text = '';
  while (!text.includes(`event: ${name}\n`)) text += (await reader.read()).value ?? '';
  await acted;
  stop.abort();
  return [...text.matchAll(/event: (\w+)\ndata: (.+)\n/g)].map(([, event = '', data = '']) => ({
    name: event,
    data: JSON.parse(data) as Record<string, unknown>,
  }));
}

test("a person's role is kept for the page, and bots never see it", async () => {
  const user = await call<{ id: number }>('POST', 'users', { first_name: 'Dana', sim_role: 'customer' });
  expect(await call('GET', 'users')).toContainEqual({ ...user, sim_role: 'customer' });
  await call('PATCH', `users/${user.id}`, { sim_role: 'moderator' });
  const added = simulator.world.addPerson({ first_name: 'Erlan', sim_role: 'admin' });
  const users = await call<{ id: number; sim_role?: string }[]>('GET', 'users');
  expect(users.find(({ id }) => id === user.id)?.sim_role).toBe('moderator');
  expect(users.find(({ id }) => id === added.profile.id)?.sim_role).toBe('admin');

  await call('POST', `chats/${simulator.botId}/${user.id}/messages`, { contact: 'own' });
  await call('POST', `chats/${simulator.botId}/${user.id}/blocked`, { blocked: true });
  const seen = [
    await simulator.api('getUpdates'),
    await simulator.api('getChat', { chat_id: user.id }),
    await simulator.api('getChatMember', { chat_id: user.id, user_id: user.id }),
  ];
  expect(JSON.stringify(seen)).toContain('Dana');
  expect(JSON.stringify(seen)).not.toContain('sim_role');
});

test('a new bot, a new user and a reset are told to whoever listens', async () => {
  const bot = { token: '99:secret', username: 'other_bot', name: 'Other' };
  const added = await heardUntil('bot', () => call('POST', 'bots', bot));
  expect(added).toEqual([
    { name: 'bot', data: { bot_id: 99, bot: { id: 99, username: 'other_bot', name: 'Other' } } },
  ]);
  const [user] = await heardUntil('user', () => call('POST', 'users', { first_name: 'New' }));
  expect(user?.data).toMatchObject({ user: { first_name: 'New' } });
  expect(await heardUntil('reset', () => call('POST', 'reset'))).toEqual([{ name: 'reset', data: {} }]);
});
