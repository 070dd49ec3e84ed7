import { BlindIndex } from '../../src/platform/crypto/key-ring.js';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { register } from '../../src/modules/identity/service.js';
import { findPersons } from '../../src/modules/identity/index.js';
import { tenantTransaction } from '../../src/platform/db/tenant.js';
import { BOT_A, BOT_B, type TestApi, addConversation, expectProblem, startApi } from './support.js';

interface Item {
  readonly id: number;
}

describe('conversations', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await startApi({}, [BOT_A, BOT_B]);
  });
  afterAll(() => api.release());

  const list = async (query: string, token: string): Promise<{ items: Item[]; next_cursor: string | null }> => {
    const { status, body } = await api.call('GET', `/api/v1/conversations?${query}`, { token });
    expect(status).toBe(200);
    return body as unknown as { items: Item[]; next_cursor: string | null };
  };

  test('are listed newest first, in pages, by state, time and person, and only those of the bot', async () => {
    const token = await api.mint('viewer');
    const added: { personId: number; conversationId: number }[] = [];
    for (let i = 1; i <= 5; i++) added.push(await addConversation(api, { telegramId: i }));
    await addConversation(api, { bot: BOT_B, telegramId: 1 });
    const ids = added.map(({ conversationId }) => conversationId).reverse();
    const first = await list('limit=2', token);
    const second = await list(`limit=2&cursor=${String(first.next_cursor)}`, token);
    const third = await list(`limit=2&cursor=${String(second.next_cursor)}`, token);
    expect([first, second, third].map(({ items }) => items.map(({ id }) => id))).toEqual([
      ids.slice(0, 2),
      ids.slice(2, 4),
      ids.slice(4),
    ]);
    expect(third.next_cursor).toBeNull();
    await api.database.owner('conversations').where({ id: ids[0] }).update({ state: 'queued' });
    await api.database.owner('conversations').where({ id: ids[1] }).update({ created_at: '2020-01-02T00:00:00Z' });
    const found = async (query: string) => (await list(query, token)).items.map(({ id }) => id);
    expect(await found('state=queued')).toEqual([ids[0]]);
    expect(await found('from=2020-01-01T00:00:00Z&to=2020-01-03T00:00:00Z')).toEqual([ids[1]]);
    expect(await found(`person=${String(added[0]?.personId)}`)).toEqual([added[0]?.conversationId]);
  });

  test.each(['limit=101', 'limit=0', 'cursor=!', 'cursor=YQ', 'state=odd', 'from=yesterday', 'person=x', 'colour=red'])(
    'are not listed by %s',
    async (query) => {
      expectProblem(await api.call('GET', `/api/v1/conversations?bot=${BOT_A}&${query}`), 422, 'invalid');
    },
  );

  test('are read masked, in pages, and each reading stands in the audit log', async () => {
    const texts = ['My card is 4111 1111 1111 1111', 'what is the rate?', 'thank you'];
    const { conversationId: id } = await addConversation(api, { telegramId: 77, texts });
    await api.database.owner('messages').where({ text: 'thank you' }).update({ sources: JSON.stringify([{ title: 'Rates' }]) });
    const token = await api.mint('viewer');
    const read = await api.call('GET', `/api/v1/conversations/${id}?limit=2`, { token });
    expect(read).toMatchObject({ status: 200, body: { id, state: 'bot' } });
    const messages = read.body.messages as { items: { text: string; author: string }[]; next_cursor: string };
    expect(messages.items.map(({ text }) => text)).toEqual([expect.stringMatching(/^My card is .*1111/), 'what is the rate?']);
    expect(JSON.stringify(read.body)).not.toContain('4111');
    expect(messages.items[0]).toMatchObject({ author: 'customer', kind: 'text', created_at: expect.any(String), sources: [] });
    const rest = await api.call('GET', `/api/v1/conversations/${id}?limit=2&cursor=${messages.next_cursor}`, { token });
    expect(rest.body.messages).toMatchObject({ items: [{ text: 'thank you', sources: [{ title: 'Rates' }] }], next_cursor: null });
    expect(await api.acts(2)).toMatchObject(
      Array(2).fill({ action: 'conversations.view', object: `conversation:${id}`, outcome: 'done' }),
    );
  });

  test('of another bot are not there', async () => {
    const { conversationId } = await addConversation(api, { bot: BOT_B, telegramId: 99 });
    const token = await api.mint('admin', BOT_A);
    expectProblem(await api.call('GET', `/api/v1/conversations/${conversationId}`, { token }), 404, 'not_found');
    expectProblem(await api.call('GET', `/api/v1/conversations/${conversationId}?bot=${BOT_B}`, { token }), 403, 'not_allowed');
  });
});

describe('people and their roles', () => {
  let api: TestApi;
  let id: number;
  beforeAll(async () => {
    api = await startApi();
    ({ personId: id } = await addConversation(api, { telegramId: 5 }));
    await tenantTransaction(api.database.db, BOT_A, async (tx) => {
      const [person] = await findPersons(tx, [id]);
      if (!person) throw new Error('The person is missing');
      const contact = { phoneNumber: '+77011231234', userId: 5, forwarded: false };
      expect(await register(tx, { keys: api.keys, phones: new BlindIndex(Buffer.alloc(32)) }, BOT_A, { ...person, registered: false }, contact)).toEqual({ result: 'registered' });
    });
    await api.database.owner('roles').insert({ bot_id: BOT_A, name: 'clerk', permissions: ['people.view', 'roles.grant'] });
  });
  afterAll(() => api.release());

  test('are seen without a phone, unless the token may see it: then masked', async () => {
    const token = await api.mint('clerk');
    const seen = await api.call('GET', `/api/v1/people/${id}`, { token });
    expect(seen).toMatchObject({ status: 200, body: { id, first_name: 'Aigerim', registered: true, blocked: false, roles: [] } });
    expect(Object.keys(seen.body)).not.toContain('phone');
    expect(await api.acts(1)).toMatchObject([{ action: 'people.view', object: `person:${id}` }]);
    const listed = await api.call('GET', '/api/v1/people?search=aige', { token });
    expect(listed.body).toMatchObject({ items: [{ id }], next_cursor: null });
    expect(JSON.stringify(listed.body)).not.toContain('phone');
    expect((await api.call('GET', '/api/v1/people?search=%25', { token })).body.items).toEqual([]);
    const full = await api.call('GET', `/api/v1/people/${id}`);
    expect(full.body.phone).toBe('+7 *** *** 12 34');
    expect(await api.acts(2)).toMatchObject([{ action: 'people.view', object: null }, { action: 'people.view', object: `person:${id}` }]);
    expectProblem(await api.call('GET', '/api/v1/people/999999', { token }), 404, 'not_found');
  });

  test('get and lose roles, however often it is asked, and each change is written down once', async () => {
    const change = (method: string, role = 'moderator', token?: string) =>
      api.call(method, `/api/v1/people/${id}/roles/${role}`, token === undefined ? {} : { token });
    for (let i = 0; i < 2; i++) expect((await change('PUT')).status).toBe(204);
    expect((await api.call('GET', `/api/v1/people/${id}`)).body.roles).toEqual(['moderator']);
    for (let i = 0; i < 2; i++) expect((await change('DELETE')).status).toBe(204);
    expect((await api.call('GET', `/api/v1/people/${id}`)).body.roles).toEqual([]);
    const acts = await api.database.owner('audit_log').where('action', 'like', 'roles.%').orderBy('id').pluck('action');
    expect(acts).toEqual(['roles.grant', 'roles.revoke']);
    expect(await api.database.owner('audit_log').where('action', 'like', 'roles.%').distinct().pluck('object')).toEqual([`person:${id}`]);
    expectProblem(await change('PUT', 'king'), 404, 'not_found');
    expectProblem(await api.call('PUT', '/api/v1/people/999999/roles/viewer'), 404, 'not_found');
    const clerk = await api.mint('clerk');
    expectProblem(await change('PUT', 'admin', clerk), 403, 'more_than_own');
    expect(await api.acts(1)).toMatchObject([{ action: 'roles.grant', outcome: 'denied', object: `person:${id}` }]);
    await change('PUT', 'admin');
    expectProblem(await change('DELETE', 'admin'), 403, 'last_admin');
  });

  test('have roles that can be listed with what they allow', async () => {
    const { body } = await api.call('GET', '/api/v1/roles');
    const roles = body.items as { name: string; built_in: boolean; permissions: string[] }[];
    expect(roles.map(({ name }) => name)).toEqual(['customer', 'moderator', 'admin', 'viewer', 'clerk']);
    expect(roles.at(-1)).toMatchObject({ built_in: false, permissions: ['people.view', 'roles.grant'] });
  });

  test('and what was done to them are found in the audit log by actor, action, object, outcome and time', async () => {
    const find = async (query: string) => (await api.call('GET', `/api/v1/audit?${query}`)).body.items as Record<string, unknown>[];
    const denied = await find('outcome=denied');
    expect(denied.map(({ action }) => action)).toEqual(['roles.revoke', 'roles.grant']);
    expect(denied[0]).toMatchObject({ surface: 'api', actor_roles: ['admin'], trace_id: expect.stringMatching(/^[0-9a-f]{32}$/) });
    expect(await find('actor=token:bootstrap&action=roles.revoke&outcome=done')).toHaveLength(1);
    const grants = await find(`object=person:${id}&action=roles.grant&outcome=done`);
    expect(grants).toHaveLength(2);
    const [later, first] = grants.map(({ at }) => String(at));
    expect(await find(`object=person:${id}&action=roles.grant&outcome=done&from=${later}`)).toEqual(grants.slice(0, 1));
    expect(await find(`object=person:${id}&action=roles.grant&outcome=done&from=${first}&to=${later}`)).toEqual(grants.slice(1));
    const { body } = await api.call('GET', '/api/v1/audit?limit=1');
    const next = await find(`limit=1&cursor=${String(body.next_cursor)}`);
    expect(Number(next[0]?.id)).toBeLessThan(Number((body.items as Item[])[0]?.id));
  });
});

describe('acts on the whole installation', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await startApi({}, [BOT_A, BOT_B]);
    for (const name of ['first', 'second', 'third']) await make(name, 'viewer');
  });
  afterAll(() => api.release());

  const make = async (name: string, role: string): Promise<string> => {
    const { status, body } = await api.call('POST', `/api/v1/tokens?bot=${BOT_A}`, { body: { name, role, scope: 'installation' } });
    expect(status).toBe(201);
    return String(body.token);
  };
  const AUDIT = '/api/v1/audit?scope=installation';

  test('are read with tokens of the whole installation that may read the log, in pages, without a bot being named', async () => {
    const admin = await make('auditing', 'admin');
    for (const token of [undefined, admin]) {
      const { status, body } = await api.call('GET', `${AUDIT}&limit=3`, token === undefined ? {} : { token });
      expect(status).toBe(200);
      expect(body.items).toMatchObject(Array(3).fill({ action: 'tokens.make', outcome: 'done', actor: 'token:bootstrap' }));
      const rest = await api.call('GET', `${AUDIT}&limit=3&cursor=${String(body.next_cursor)}`);
      expect(rest.body).toMatchObject({ items: [{ action: 'tokens.make' }], next_cursor: null });
    }
    expect((await api.call('GET', `${AUDIT}&action=roles.grant`)).body.items).toEqual([]);
    for (const query of [`bot=${BOT_A}`, `bot=${BOT_A}&scope=bot`]) {
      const { body } = await api.call('GET', `/api/v1/audit?${query}`);
      expect(JSON.stringify(body.items)).not.toContain('tokens.make');
    }
    expectProblem(await api.call('GET', '/api/v1/audit'), 422, 'invalid');
    expectProblem(await api.call('GET', '/api/v1/audit?scope=world'), 422, 'invalid');
  });

  test('are kept from tokens of one bot, and from roles that may not read the log; both is written down', async () => {
    const [own, viewer] = [await api.mint('admin'), await make('viewing', 'viewer')];
    for (const token of [own, viewer]) {
      expectProblem(await api.call('GET', AUDIT, { token }), 403, 'not_allowed');
      expectProblem(await api.call('GET', `${AUDIT}&bot=${BOT_A}`, { token }), 403, 'not_allowed');
      expect(await api.acts(1)).toMatchObject([{ action: 'audit.view', outcome: 'denied' }]);
    }
    expectProblem(await api.call('GET', '/api/v1/tokens?scope=installation', { token: own }), 403, 'not_allowed');
  });
});
