import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { BOT_A, BOT_B, type Answer, type TestApi, expectProblem, startApi } from './support.js';

const FEES = '# Fees\n\nThe card fee is 1 tenge.\n';

describe('documents over the API', () => {
  let api: TestApi;
  let admin: string;
  let other: string;
  beforeAll(async () => {
    api = await startApi({}, [BOT_A, BOT_B]);
    [admin, other] = await Promise.all([api.mint('admin'), api.mint('admin', BOT_B)]);
  });
  afterAll(() => api.release());

  const post = (body: object, token = admin, query = ''): Promise<Answer> => api.call('POST', `/api/v1/documents${query}`, { token, body });
  const get = (path = '', token = admin): Promise<Answer> => api.call('GET', `/api/v1/documents${path}`, { token });
  const versions = (answer: Answer): unknown[] => answer.body.versions as unknown[];

  test('are uploaded as text or bytes, shown with their versions, and given back as they came', async () => {
    const made = await post({ name: 'en/fees.md', text: FEES, valid_until: '2030-12-31' });
    expect(made).toMatchObject({
      status: 201,
      body: { name: 'en/fees.md', scope: 'bot', state: 'live', title: 'Fees', content_type: 'text/markdown', passages: 1, valid_from: null, valid_until: '2030-12-31', uploaded_through: 'api' },
    });
    const id = String(made.body.id);
    expect(await api.acts(1)).toMatchObject([{ action: 'document.upload', object: `document:${id}`, outcome: 'done' }]);
    const newer = await post({ name: 'en/fees.md', content: Buffer.from(FEES.replace('1', '2')).toString('base64'), title: 'New fees' });
    expect(newer).toMatchObject({ status: 201, body: { id: made.body.id, title: 'New fees', valid_until: null } });
    expect(versions(newer)).toMatchObject([{ title: 'New fees' }, { title: 'Fees', version: made.body.version }]);
    expect((await get(`/${id}`)).body).toEqual(newer.body);
    const content = await fetch(`${api.url}/api/v1/documents/${id}/content?version=${String(made.body.version_id)}`, { headers: { authorization: `Bearer ${admin}` } });
    expect([content.status, content.headers.get('content-type'), content.headers.get('content-disposition')]).toEqual([200, 'application/octet-stream', "attachment; filename*=UTF-8''fees.md"]);
    expect(await content.text()).toBe(FEES);
    expect(await api.acts(1)).toMatchObject([{ action: 'document.download', object: `document:${id}` }]);
  });

  test('of the same bytes are no new version, however many are sent at once', async () => {
    const all = await Promise.all(Array.from({ length: 5 }, () => post({ name: 'en/same.md', text: FEES })));
    expect(all.map(({ status }) => status).sort()).toEqual([200, 200, 200, 200, 201]);
    expect(all.map((answer) => versions(answer).length)).toEqual([1, 1, 1, 1, 1]);
    const again = await post({ name: 'en/same.md', text: FEES, valid_until: '2031-01-01' });
    expect(again).toMatchObject({ status: 200, body: { valid_until: '2031-01-01' } });
    expect(versions(again)).toHaveLength(1);
  });

  test('of the same bytes end on no day before they begin', async () => {
    await post({ name: 'en/turned.md', text: FEES, valid_until: '2031-01-01' });
    expectProblem(await post({ name: 'en/turned.md', text: FEES, valid_from: '2031-02-01' }), 422, 'invalid');
  });

  test('are called by a title that can be stored and shown, whatever they say', async () => {
    const nul = await post({ name: 'en/nul.md', text: '---\ntitle: "Fees\\0 of cards"\n---\nThe card fee is 1 tenge.\n' });
    expect(nul).toMatchObject({ status: 201, body: { title: expect.stringMatching(/^Fees.* of cards$/) } });
    const long = await post({ name: 'en/wordy.md', text: `# ${'Fees '.repeat(2_000)}\n\nThe card fee is 1 tenge.\n` });
    expect(long.status).toBe(201);
    expect(String(long.body.title).length).toBeLessThanOrEqual(200);
  });

  test('that cannot be answered from are refused with the reason, and the former version stays', async () => {
    await post({ name: 'en/kept.md', text: FEES });
    const refusals = [
      [{ name: 'en/kept.md', content: Buffer.from([0xff, 0xfe, 0x00]).toString('base64') }, 'document_encoding'],
      [{ name: 'en/kept.md', text: '' }, 'document_empty'],
      [{ name: 'en/kept.md', text: '---\nvalid_until: soon\n---\ntext' }, 'document_front_matter'],
      [{ name: 'faq/kept.yaml', text: '- id: 1' }, 'document_faq'],
      [{ name: 'en/kept.exe', text: 'MZ' }, 'document_kind'],
      [{ name: '../../etc/passwd.md', text: FEES }, 'document_name'],
      [{ name: `bots/${BOT_B}/en/fees.md`, text: FEES }, 'document_name'],
      [{ name: 'en/kept.md', content: 'no base64!' }, 'invalid'],
      [{ name: 'en/kept.md' }, 'invalid'],
      [{ name: 'en/kept.md', text: FEES, valid_until: 'soon' }, 'invalid'],
      [{ name: 'en/kept.md', text: FEES, valid_from: '2030-02-01', valid_until: '2030-01-01' }, 'invalid'],
    ] as const;
    for (const [body, code] of refusals) {
      const answer = await post(body);
      expectProblem(answer, 422, code);
      expect(answer.body.errors).toHaveLength(1);
    }
    const { items } = (await get()).body as { items: { name: string; version: string }[] };
    expect(items.filter(({ name }) => name.includes('kept') || name.includes('passwd'))).toMatchObject([{ name: 'en/kept.md' }]);
  });

  test('may be large, where other requests may not', async () => {
    const text = `# Long\n\n${'The card fee is one tenge. '.repeat(20_000)}`;
    expect((await post({ name: 'en/long.md', text })).status).toBe(201);
    expectProblem(await api.call('POST', '/api/v1/tokens', { token: admin, body: { name: 'x'.repeat(100_000), role: 'viewer' } }), 413, 'bad_request');
  });

  test('get and lose their last day, begin on a later one, and are withdrawn once', async () => {
    const { id } = (await post({ name: 'en/dated.md', text: FEES })).body;
    const path = `/api/v1/documents/${String(id)}`;
    const put = (body: object): Promise<Answer> => api.call('PUT', path, { token: admin, body });
    expect((await put({ valid_until: '2020-01-01' })).body).toMatchObject({ state: 'expired', valid_from: null, valid_until: '2020-01-01' });
    expect((await put({ valid_from: '2990-01-01', valid_until: null })).body).toMatchObject({ state: 'not_yet', valid_until: null });
    expectProblem(await put({ valid_until: '2989-01-01' }), 422, 'invalid');
    expect((await put({ valid_from: null })).body).toMatchObject({ state: 'live' });
    await post({ name: 'en/dated.md', text: FEES.replace('1', '2'), valid_from: '2990-01-01' });
    expect((await get(`/${String(id)}`)).body).toMatchObject({ state: 'live', valid_from: '2990-01-01' });
    for (let time = 0; time < 2; time++) expect((await api.call('DELETE', path, { token: admin })).status).toBe(204);
    expect((await get(`/${String(id)}`)).body).toMatchObject({ state: 'withdrawn' });
    expectProblem(await put({ valid_until: null }), 409, 'stale');
    const acts = await api.database.owner('audit_log').where({ object: `document:${String(id)}` }).orderBy('id').pluck('action');
    expect(acts).toEqual(['document.upload', ...Array<string>(3).fill('document.validity'), 'document.upload', 'document.withdraw']);
    expect((await post({ name: 'en/dated.md', text: FEES })).body).toMatchObject({ id, state: 'live' });
  });

  test('of another bot cannot be seen or changed, by whatever id', async () => {
    const { id, version_id: version } = (await post({ name: 'en/secret.md', text: FEES })).body;
    const { id: own } = (await post({ name: 'en/own.md', text: FEES }, other)).body;
    const path = `/api/v1/documents/${String(id)}`;
    for (const [method, url] of [['GET', path], ['GET', `${path}/content`], ['GET', `/api/v1/documents/${String(own)}/content?version=${String(version)}`], ['DELETE', path]] as const) {
      expectProblem(await api.call(method, url, { token: other }), 404, 'not_found');
    }
    expectProblem(await api.call('PUT', path, { token: other, body: { valid_until: '2020-01-01' } }), 404, 'not_found');
    expectProblem(await api.call('GET', `${path}?bot=${BOT_A}`, { token: other }), 403, 'not_allowed');
    expect((await get('', other)).body).toMatchObject({ items: [{ name: 'en/own.md' }] });
    expect((await get(`/${String(id)}`)).body).toMatchObject({ state: 'live', valid_until: null });
  });

  test('of all bots are seen by each, and changed by a token of the whole installation alone', async () => {
    const body = { name: 'en/common.md', text: FEES, scope: 'installation' };
    expectProblem(await post(body), 403, 'not_allowed');
    expect(await api.acts(1)).toMatchObject([{ action: 'document.upload', outcome: 'denied' }]);
    const made = await api.call('POST', `/api/v1/documents?bot=${BOT_A}`, { body });
    expect(made).toMatchObject({ status: 201, body: { scope: 'installation' } });
    const path = `/api/v1/documents/${String(made.body.id)}`;
    for (const token of [admin, other]) {
      expect((await api.call('GET', path, { token })).status).toBe(200);
      expectProblem(await api.call('DELETE', path, { token }), 403, 'not_allowed');
      expectProblem(await api.call('PUT', path, { token, body: { valid_until: '2020-01-01' } }), 403, 'not_allowed');
    }
    expect((await api.call('DELETE', `${path}?bot=${BOT_B}`)).status).toBe(204);
  });

  test('are listed page by page, and for nobody without the permission', async () => {
    const names: string[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const { body } = await get(`?limit=2${cursor === '' ? '' : `&cursor=${cursor}`}`);
      const page = body as { items: { name: string }[]; next_cursor: string | null };
      names.push(...page.items.map(({ name }) => name));
      cursor = page.next_cursor;
    }
    expect(names.length).toBeGreaterThan(4);
    expect(new Set(names).size).toBe(names.length);
    expectProblem(await get('', await api.mint('viewer')), 403, 'not_allowed');
  });
});
