import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createHash } from 'node:crypto';
import { somebodyWaits } from '../support/database.js';
import { BOOTSTRAP, BOT_A, BOT_B, type TestApi, expectProblem, startApi } from './support.js';

const TOKENS = '/api/v1/tokens';

function hashOf(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}

describe('a token', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await startApi();
  });
  afterAll(() => api.release());

  test('is shown once, and stored as a hash with its name, role, maker and end', async () => {
    const made = await api.call('POST', TOKENS, { body: { name: 'reports', role: 'viewer' } });
    expect(made).toMatchObject({ status: 201, body: { name: 'reports', role: 'viewer', scope: 'bot', last_used_at: null } });
    const secret = String(made.body.token);
    expect(secret).toMatch(/^tlr_[\w-]{43}$/);
    const row = await api.stored({ name: 'reports' });
    expect(row.token_hash).toEqual(hashOf(secret));
    expect(JSON.stringify(row)).not.toContain(secret);
    expect(row).toMatchObject({ bot_id: BOT_A, created_by: 'token:bootstrap' });
    expect((row.expires_at.getTime() - row.created_at.getTime()) / 86_400_000).toBeCloseTo(90, 5);
    const listed = await api.call('GET', TOKENS);
    expect(JSON.stringify(listed.body)).not.toContain(secret);
    expect(listed.body.items).toMatchObject([{ name: 'reports', revoked_at: null }]);
    const act = { actor: 'token:bootstrap', action: 'tokens.make', object: `token:${row.id}`, outcome: 'done' };
    expect(await api.acts(1)).toEqual([act]);
  });

  test('remembers its last use', async () => {
    const token = await api.mint('viewer');
    expect((await api.call('GET', '/api/v1/conversations', { token })).status).toBe(200);
    const row = await api.stored({ token_hash: hashOf(token) });
    expect(row.last_used_at).toBeInstanceOf(Date);
  });

  test.each<[string, string]>([
    ['missing', ''],
    ['unknown', `tlr_${'a'.repeat(43)}`],
    ['of another kind', 'whatever'],
    ['only the beginning of one', BOOTSTRAP.slice(0, -1)],
  ])('that is %s is refused', async (_name, token) => {
    const answer = await api.call('GET', TOKENS, { token });
    expectProblem(answer, 401, 'not_authenticated');
    expect(answer.headers.get('www-authenticate')).toBe('Bearer');
  });

  test('works until it is revoked', async () => {
    const token = await api.mint('admin');
    expect((await api.call('GET', TOKENS, { token })).status).toBe(200);
    const { id } = await api.stored({ token_hash: hashOf(token) });
    expect((await api.call('DELETE', `${TOKENS}/${id}`)).status).toBe(204);
    expectProblem(await api.call('GET', TOKENS, { token }), 401, 'not_authenticated');
    expectProblem(await api.call('DELETE', `${TOKENS}/${id}`), 404, 'not_found');
    const acts = await api.acts(1);
    expect(acts).toEqual([{ actor: 'token:bootstrap', action: 'tokens.revoke', object: `token:${id}`, outcome: 'done' }]);
  });

  test('works until it expires', async () => {
    const token = await api.mint('admin');
    await api.database.owner('api_tokens').where({ token_hash: hashOf(token) }).update({ expires_at: new Date() });
    expectProblem(await api.call('GET', TOKENS, { token }), 401, 'not_authenticated');
  });

  test('has a name of its own among those that are not revoked', async () => {
    const body = { name: 'Same', role: 'viewer' };
    const first = await api.call('POST', TOKENS, { body });
    expectProblem(await api.call('POST', TOKENS, { body: { ...body, name: 'same' } }), 409, 'name_taken');
    await api.call('DELETE', `${TOKENS}/${String(first.body.id)}`);
    expect((await api.call('POST', TOKENS, { body })).status).toBe(201);
  });

  test.each<[string, unknown, string[]]>([
    ['nothing', {}, ['body.name', 'body.role']],
    ['a blank name', { name: ' ', role: 'viewer' }, ['body.name']],
    ['a long life', { name: 'a', role: 'viewer', expires_in_days: 366 }, ['body.expires_in_days']],
    ['a role that is none', { name: 'a', role: 'king' }, ['body.role']],
    ['a field that is none', { name: 'a', role: 'viewer', more: 1 }, ['body.more']],
    ['an unknown scope', { name: 'a', role: 'viewer', scope: 'world' }, ['body.scope']],
  ])('is not made of %s', async (_name, body, fields) => {
    const answer = await api.call('POST', TOKENS, { body });
    expectProblem(answer, 422, 'invalid');
    const errors = answer.body.errors as { field: string; message: string }[];
    expect([...new Set(errors.map(({ field }) => field))].sort()).toEqual(fields);
  });

  test('is never made with more than its maker may do', async () => {
    await api.database.owner('roles').insert({
      ...{ bot_id: BOT_A, name: 'keeper' },
      permissions: ['tokens.manage', 'conversations.view', 'queue.view', 'stats.view', 'tickets.view'],
    });
    const token = await api.mint('keeper');
    const make = (role: string, more = {}) => api.call('POST', TOKENS, { token, body: { name: `by keeper ${role}`, role, ...more } });
    expect((await make('viewer')).status).toBe(201);
    expectProblem(await make('admin'), 403, 'more_than_own');
    expect(await api.acts(1)).toMatchObject([{ action: 'tokens.make', outcome: 'denied' }]);
    expectProblem(await make('viewer', { scope: 'installation' }), 403, 'more_than_own');
    expect(await api.database.owner('api_tokens').where('name', 'like', 'by keeper%').pluck('role')).toEqual(['viewer']);
  });

  test('is never revoked by one that could not have made it', async () => {
    await api.database.owner('roles').insert({ bot_id: BOT_A, name: 'lesser', permissions: ['tokens.manage', 'queue.view'] });
    const token = await api.mint('lesser');
    const [strong, wide] = [await api.mint('admin'), await api.call('POST', TOKENS, { body: { name: 'wide', role: 'viewer', scope: 'installation' } })];
    const { id } = await api.stored({ token_hash: hashOf(strong) });
    expectProblem(await api.call('DELETE', `${TOKENS}/${id}`, { token }), 403, 'more_than_own');
    expect(await api.acts(1)).toMatchObject([{ action: 'tokens.revoke', outcome: 'denied', object: `token:${id}` }]);
    expectProblem(await api.call('DELETE', `${TOKENS}/${String(wide.body.id)}`, { token }), 404, 'not_found');
    expect((await api.call('GET', TOKENS, { token: strong })).status).toBe(200);
    expectProblem(await api.call('GET', `${TOKENS}?scope=installation`, { token }), 403, 'not_allowed');
    expect(await api.acts(1)).toMatchObject([{ action: 'tokens.manage', outcome: 'denied' }]);
    const { id: own } = await api.stored({ token_hash: hashOf(token) });
    expect((await api.call('DELETE', `${TOKENS}/${own}`, { token })).status).toBe(204);
  });

  test('takes along what was made with it, and with that', async () => {
    const make = async (token: string, name: string): Promise<string> => {
      const made = await api.call('POST', TOKENS, { token, body: { name, role: 'admin' } });
      return String(made.body.token);
    };
    const first = await api.mint('admin');
    const second = await make(first, 'made by the first');
    const third = await make(second, 'made by the second');
    const ids = await Promise.all([first, second, third].map(async (token) => (await api.stored({ token_hash: hashOf(token) })).id));
    expect((await api.call('DELETE', `${TOKENS}/${String(ids[0])}`)).status).toBe(204);
    for (const token of [first, second, third]) expectProblem(await api.call('GET', TOKENS, { token }), 401, 'not_authenticated');
    expect((await api.acts(3)).map(({ action, object }) => [action, object])).toEqual(ids.map((id) => ['tokens.revoke', `token:${id}`]));
  });

  test('that is being revoked makes none that outlives it', async () => {
    const token = await api.mint('admin');
    const { id } = await api.stored({ token_hash: hashOf(token) });
    const revoking = await api.database.owner.transaction();
    await revoking('api_tokens').where({ id }).update({ revoked_at: new Date() });
    const making = api.call('POST', TOKENS, { token, body: { name: 'too late', role: 'viewer' } });
    await somebodyWaits(api.database.owner);
    await revoking.commit();
    expectProblem(await making, 403, 'not_allowed');
    expect(await api.database.owner('api_tokens').where({ name: 'too late' })).toEqual([]);
  });

  test('of a role that lost a permission loses it at once', async () => {
    await api.database.owner('roles').insert({ bot_id: BOT_A, name: 'reader', permissions: ['conversations.view'] });
    const token = await api.mint('reader');
    expect((await api.call('GET', '/api/v1/conversations', { token })).status).toBe(200);
    await api.database.owner('roles').where({ name: 'reader' }).update({ permissions: [] });
    expectProblem(await api.call('GET', '/api/v1/conversations', { token }), 403, 'not_allowed');
  });
});

describe('with several bots, a token', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await startApi({}, [BOT_A, BOT_B]);
  });
  afterAll(() => api.release());

  test('of one bot sees nothing of another, and the attempt is written down in its own', async () => {
    const token = await api.mint('admin', BOT_A);
    const other = await api.call('GET', `${TOKENS}?bot=${BOT_B}`, { token });
    expectProblem(other, 403, 'not_allowed');
    const rows = await api.database.owner('audit_log').where({ outcome: 'denied' }).select('bot_id', 'action');
    expect(rows).toEqual([{ bot_id: BOT_A, action: 'tokens.manage' }]);
    const own = await api.call('GET', TOKENS, { token });
    await api.mint('viewer', BOT_B);
    expect((await api.call('GET', TOKENS, { token })).body).toEqual({ ...own.body, items: expect.any(Array) });
    expect((await api.call('GET', TOKENS, { token })).body.items).toHaveLength(1);
    const foreign = await api.stored({ bot_id: BOT_B });
    expectProblem(await api.call('DELETE', `${TOKENS}/${foreign.id}`, { token }), 404, 'not_found');
  });

  test('of the whole installation says which bot it is about', async () => {
    const made = await api.call('POST', `${TOKENS}?bot=${BOT_A}`, {
      body: { name: 'everywhere', role: 'admin', scope: 'installation' },
    });
    expect(made).toMatchObject({ status: 201, body: { scope: 'installation' } });
    const token = String(made.body.token);
    for (const bot of [BOT_A, BOT_B]) expect((await api.call('GET', `${TOKENS}?bot=${bot}`, { token })).status).toBe(200);
    expectProblem(await api.call('GET', TOKENS, { token }), 422, 'invalid');
    const madeHere = await api.call('POST', `${TOKENS}?bot=${BOT_B}`, { token, body: { name: 'of one', role: 'viewer' } });
    expectProblem(await api.call('GET', `${TOKENS}?bot=x`, { token }), 422, 'invalid');
    expectProblem(await api.call('GET', `${TOKENS}?bot=303`, { token }), 404, 'not_found');
    const listed = await api.call('GET', `${TOKENS}?scope=installation`, { token });
    expect(listed.body.items).toMatchObject([{ name: 'everywhere' }]);
    expect(await api.database.owner('audit_log').whereNull('bot_id').pluck('action')).toEqual(['tokens.make']);
    expect((await api.call('DELETE', `${TOKENS}/${String(made.body.id)}?bot=${BOT_B}`)).status).toBe(204);
    expectProblem(await api.call('GET', `${TOKENS}?bot=${BOT_A}`, { token }), 401, 'not_authenticated');
    const revoked = await api.database.owner('audit_log').where({ action: 'tokens.revoke' }).orderBy('id').select('bot_id', 'object');
    expect(revoked).toEqual([
      { bot_id: null, object: `token:${String(made.body.id)}` },
      { bot_id: BOT_B, object: `token:${String(madeHere.body.id)}` },
    ]);
  });
});
