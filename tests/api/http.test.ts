import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fastify from 'fastify';
import { createServer } from '../../src/api/create-server.js';
import { demandPermissions } from '../../src/api/named-permissions.js';
import { Inbox } from '../../src/telegram/inbox.js';
import { keptEvents, keptLog } from '../telegram/support.js';
import { BOT_A, type TestApi, expectProblem, startApi } from './support.js';

const PAGE = 'https://desk.example.com';

interface OpenApi {
  readonly openapi: string;
  readonly components: { readonly schemas: Record<string, object>; readonly securitySchemes: Record<string, object> };
  readonly paths: Record<string, Record<string, OpenApiOperation>>;
}

interface OpenApiOperation {
  readonly summary?: string;
  readonly description?: string;
  readonly tags?: string[];
  readonly security?: object[];
  readonly responses: Record<string, { readonly content?: Record<string, object> }>;
}

describe('every route', () => {
  let api: TestApi;
  beforeAll(async () => {
    // All of them are tried without a token.
    api = await startApi({ limits: { perMinute: 600, failuresPerMinute: 100 } });
  });
  afterAll(() => api.release());

  const protectedRoutes = () => api.routes.filter(({ permission, method }) => permission !== undefined && method !== 'HEAD');

  test('names the permission it needs, or is one of the few that are public', () => {
    expect(protectedRoutes().map(({ method, url, permission }) => `${method} ${url}: ${String(permission)}`).sort()).toEqual([
      'DELETE /api/v1/documents/:id: knowledge.manage',
      'DELETE /api/v1/people/:id/roles/:role: roles.grant',
      'DELETE /api/v1/tokens/:id: tokens.manage',
      'GET /api/v1/audit: audit.view',
      'GET /api/v1/conversations/:id: conversations.view',
      'GET /api/v1/conversations: conversations.view',
      'GET /api/v1/documents/:id/content: knowledge.manage',
      'GET /api/v1/documents/:id: knowledge.manage',
      'GET /api/v1/documents: knowledge.manage',
      'GET /api/v1/people/:id: people.view',
      'GET /api/v1/people: people.view',
      'GET /api/v1/roles: people.view',
      'GET /api/v1/tickets/:id: tickets.view',
      'GET /api/v1/tickets: tickets.view',
      'GET /api/v1/tokens: tokens.manage',
      'POST /api/ingest: tickets.ingest',
      'POST /api/v1/documents: knowledge.manage',
      'POST /api/v1/tokens: tokens.manage',
      'PUT /api/v1/documents/:id: knowledge.manage',
      'PUT /api/v1/people/:id/roles/:role: roles.grant',
    ]);
    const open = api.routes.filter(({ permission, url }) => permission === undefined && !url.startsWith('/docs'));
    expect([...new Set(open.map(({ url }) => url))].sort()).toEqual(['/health', '/openapi.json', '/ready', '/tg/:botId']);
  });

  test('keeps the server from starting when it names none', async () => {
    for (const config of [undefined, { permission: 'no.such.permission' as 'audit.view' }]) {
      const server = fastify();
      demandPermissions(server);
      server.get('/secret', { ...(config && { config }) }, () => 'secret');
      await expect(server.ready()).rejects.toThrow('GET /secret names no permission');
    }
  });

  test('that is protected lets nobody in without a token', async () => {
    for (const { method, url } of protectedRoutes()) {
      const path = url.replace(':id', '1').replace(':role', 'viewer');
      expectProblem(await api.call(method, path, { token: '' }), 401, 'not_authenticated');
    }
  });

  test('that is protected refuses a token without its permission, writes that down, and does nothing else', async () => {
    await api.database.owner('roles').insert({ bot_id: BOT_A, name: 'nobody', permissions: [] });
    const token = await api.mint('nobody');
    for (const { method, url, permission } of protectedRoutes()) {
      const before = await api.database.owner('audit_log').count();
      const path = url.replace(':id', '1').replace(':role', 'viewer');
      expectProblem(await api.call(method, path, { token }), 403, 'not_allowed');
      const [act] = await api.acts(1);
      expect(act).toMatchObject({ action: permission, outcome: 'denied', actor: expect.stringMatching(/^token:\d+$/) });
      expect(Number((await api.database.owner('audit_log').count())[0]?.count)).toBe(Number(before[0]?.count) + 1);
    }
    expect(await api.database.owner('api_tokens').count()).toEqual([{ count: 1 }]);
    expect(await api.database.owner('role_grants').count()).toEqual([{ count: 0 }]);
  });

  test('stands in /openapi.json with its parameters, its security and its answers', async () => {
    const { status, headers, body } = await api.call('GET', '/openapi.json', { token: '' });
    expect({ status, type: headers.get('content-type') }).toEqual({ status: 200, type: 'application/json; charset=utf-8' });
    const document = body as unknown as OpenApi;
    expect(document.openapi).toBe('3.1.0');
    const described = Object.entries(document.paths).flatMap(([path, operations]) =>
      Object.keys(operations).map((method) => `${method.toUpperCase()} ${path.replace(/\{(\w+)\}/g, ':$1')}`),
    );
    expect(described.sort()).toEqual(protectedRoutes().map(({ method, url }) => `${method} ${url}`).sort());
    for (const operation of Object.values(document.paths).flatMap((operations) => Object.values(operations))) {
      expect(operation).toMatchObject({
        summary: expect.any(String),
        description: expect.stringMatching(/^Needs the permission `[a-z.]+`: [A-Z].*\.$/),
        tags: [expect.any(String)],
        security: [{ token: [] }],
      });
      const { responses } = operation;
      expect(Object.keys(responses)).toEqual(expect.arrayContaining(['401', '403', '404', '422', '429']));
      expect(Object.keys(responses).some((code) => code.startsWith('2'))).toBe(true);
      expect(JSON.stringify(responses)).not.toContain('Default Response');
      expect(responses['403']?.content).toEqual({
        'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } },
      });
    }
    expect(document.components.securitySchemes).toEqual({ token: { type: 'http', scheme: 'bearer' } });
    expect(Object.keys(document.components.schemas)).toEqual(['Problem']);
  });
});

describe('the HTTP surface', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await startApi({ corsOrigins: [PAGE] });
  });
  afterAll(() => api.release());

  test('shows its documentation as a page, with what the page loads', async () => {
    const page = await fetch(`${api.url}/docs`);
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    const html = await page.text();
    expect(html).toContain('swagger-ui');
    const loaded = [...html.matchAll(/(?:src|href)="(\.?\/[^"]+)"/g)].map(([, path]) => new URL(path ?? '', page.url));
    expect(loaded.length).toBeGreaterThan(3);
    for (const url of loaded) {
      const part = await fetch(url);
      // What is left unread would keep its connection, and the server from closing.
      await part.arrayBuffer();
      expect([url.pathname, part.status]).toEqual([url.pathname, 200]);
    }
    expect(html).not.toMatch(/<script>/);
  });

  test.each(['/health', '/docs', '/openapi.json', '/api/v1/tokens', '/nowhere'])('sends security headers with %s', async (path) => {
    const response = await fetch(`${api.url}${path}`);
    await response.arrayBuffer();
    const { headers } = response;
    expect(headers.get('content-security-policy')).toMatch(/default-src 'self'/);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('x-frame-options')).toBe('SAMEORIGIN');
    expect(headers.get('strict-transport-security')).toMatch(/max-age/);
    expect(headers.get('referrer-policy')).toBe('no-referrer');
  });

  test('lets scripts of the pages on its list in, and of no other', async () => {
    const preflight = (origin: string): Promise<Response> =>
      fetch(`${api.url}/api/v1/tokens`, {
        method: 'OPTIONS',
        headers: { origin, 'access-control-request-method': 'POST', 'access-control-request-headers': 'authorization' },
      });
    const allowed = await preflight(PAGE);
    expect(allowed.status).toBe(204);
    expect(allowed.headers.get('access-control-allow-origin')).toBe(PAGE);
    expect(allowed.headers.get('access-control-allow-headers')).toBe('authorization, content-type, idempotency-key');
    expect((await preflight('https://evil.example.com')).headers.get('access-control-allow-origin')).toBeNull();
    const refused = await fetch(`${api.url}/api/v1/tokens`, { headers: { origin: PAGE } });
    expect([refused.status, refused.headers.get('access-control-allow-origin')]).toEqual([401, PAGE]);
  });

  test('answers with problems what it cannot read, what is too large, and what is not there', async () => {
    const headers = { authorization: 'Bearer bootstrap-token-of-this-test', 'content-type': 'application/json' };
    const post = async (body: string, type = 'application/json') => {
      const response = await fetch(`${api.url}/api/v1/tokens`, { method: 'POST', body, headers: { ...headers, 'content-type': type } });
      return { status: response.status, headers: response.headers, body: (await response.json()) as Record<string, unknown> };
    };
    expectProblem(await post('{"name":'), 400, 'bad_request');
    expectProblem(await post('x', 'text/strange'), 415, 'bad_request');
    expectProblem(await post(JSON.stringify({ name: 'a'.repeat(70_000) })), 413, 'bad_request');
    expectProblem(await api.call('GET', '/api/v1/nowhere'), 404, 'not_found');
    expectProblem(await api.call('GET', '/api/v1/conversations/1'), 404, 'not_found');
    expectProblem(await api.call('GET', '/api/v1/conversations/one'), 422, 'invalid');
  });

  test('lets nobody keep a copy of what a token may read', async () => {
    expect((await api.call('GET', '/api/v1/people')).headers.get('cache-control')).toBe('no-store');
  });

  test('tells nothing of its own mistakes but a trace id, under which they stand in the log', async () => {
    const { log, lines } = keptLog();
    const { http } = createServer({
      ...{ log, dependencies: {}, inbox: new Inbox(api.database.db), events: keptEvents(), webhookSecret: undefined },
    });
    http.get('/broken', { config: { public: true } }, () => {
      throw new Error('an inner affair');
    });
    const url = await http.listen({ port: 0, host: '127.0.0.1' });
    const response = await fetch(`${url}/broken`);
    const body = (await response.json()) as Record<string, unknown>;
    await http.close();
    expectProblem({ status: response.status, headers: response.headers, body }, 500, 'internal');
    expect(JSON.stringify(body)).not.toContain('inner affair');
    expect(lines).toMatchObject([{ level: 50, traceId: body.trace_id, err: { message: 'an inner affair' } }]);
  });
});

describe('the limits', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await startApi({ limits: { perMinute: 6, failuresPerMinute: 3 } });
  });
  afterAll(() => api.release());

  test('count by token: one that asks too often waits, another does not', async () => {
    const [busy, calm] = [await api.mint('viewer'), await api.mint('viewer')];
    const list = (token: string) => api.call('GET', '/api/v1/conversations', { token });
    for (let i = 0; i < 6; i++) expect((await list(busy)).status).toBe(200);
    const refused = await list(busy);
    expectProblem(refused, 429, 'too_many_requests');
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await list(calm)).status).toBe(200);
  });

  test('stop an address that guesses tokens, even before a right one, and write its guesses into the log', async () => {
    const guess = (token: string) => api.call('GET', '/api/v1/conversations', { token });
    for (let i = 0; i < 3; i++) expectProblem(await guess(`guess-${i}`), 401, 'not_authenticated');
    const logged = { level: 40, address: '127.0.0.1', route: '/api/v1/conversations', msg: 'an authentication failed' };
    expect(api.lines.slice(-3)).toMatchObject([logged, logged, logged]);
    expect(JSON.stringify(api.lines)).not.toContain('guess-');
    const refused = await guess('guess-3');
    expectProblem(refused, 429, 'too_many_requests');
    expect(refused.headers.get('retry-after')).toMatch(/^[1-9]\d*$/);
    expectProblem(await api.call('GET', '/api/v1/conversations'), 429, 'too_many_requests');
  });

  test('hold for what is public too, but never for health', async () => {
    const statuses: number[] = [];
    for (let i = 0; i < 7; i++) statuses.push((await fetch(`${api.url}/openapi.json`)).status);
    expect(statuses).toEqual([200, 200, 200, 200, 200, 200, 429]);
    for (let i = 0; i < 10; i++) expect((await fetch(`${api.url}/health`)).status).toBe(200);
  });
});

describe('the limits behind a proxy', () => {
  const limits = { perMinute: 100, failuresPerMinute: 3 };
  const started: TestApi[] = [];
  afterAll(() => Promise.all(started.map((api) => api.release())));

  /** Starts the API; answers what guesses a token as a proxy passes it on. */
  async function guessing(trustedProxies: readonly string[]): Promise<(forwardedFor: string) => Promise<number>> {
    const api = await startApi({ limits }, [BOT_A], trustedProxies);
    started.push(api);
    return async (forwardedFor) => {
      const headers = { authorization: 'Bearer guess', 'x-forwarded-for': forwardedFor };
      return (await fetch(`${api.url}/api/v1/conversations`, { headers })).status;
    };
  }

  test('count by the address that a trusted proxy tells: one that guesses keeps nobody else out', async () => {
    const guess = await guessing(['192.0.2.0/24', '127.0.0.1']);
    const statuses: number[] = [];
    // What a caller claims stands before what the proxy saw, and counts for nothing.
    for (let i = 0; i < 4; i++) statuses.push(await guess(`10.0.0.${i}, 203.0.113.7`));
    expect(statuses).toEqual([401, 401, 401, 429]);
    expect(await guess('203.0.113.7, 192.0.2.44')).toBe(429);
    expect(await guess('203.0.113.8')).toBe(401);
    expect(await guess('2001:db8::1')).toBe(401);
  });

  test.each([[[]], [['192.0.2.1']]])('take nobody’s word but that of the proxies named: %j', async (trustedProxies) => {
    const guess = await guessing(trustedProxies);
    const statuses: number[] = [];
    for (let i = 0; i < 4; i++) statuses.push(await guess(`203.0.113.${i}`));
    expect(statuses).toEqual([401, 401, 401, 429]);
  });
});
