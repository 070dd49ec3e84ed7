import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { BOOTSTRAP, BOT_A, type TestApi, addConversation, startApi } from './support.js';

interface Operation {
  readonly parameters?: readonly { readonly name: string; readonly in: string }[];
  readonly requestBody?: object;
  readonly responses: Readonly<Record<string, unknown>>;
}

type Paths = Readonly<Record<string, Readonly<Record<string, Operation>>>>;

/** As they stand in an address. */
const VALUES = [
  ...['', '%00', 'a%00b', '%', '%ff', '%ED%A0%80', '%2e%2e', '%5C', 'x'.repeat(3_000), '__proto__', '[]', '{}', 'null'],
  ...['0', '-1', '1.5', '1e3', '1e400', 'Infinity', '-Infinity', 'NaN', '9007199254740992', 'MQ', 'LTE', 'bnVsbA'],
  ...['0000-01-01T00:00:00Z', '2026-01-01T00:00:00%2B23:59', '9999-12-31T23:59:60Z', '2026-02-30T00:00:00Z', 'infinity'],
];
const TOKEN = { name: 'odd', role: 'viewer', scope: 'bot', expires_in_days: 1 };
const BODIES = [
  ...['', '{', 'null', '[]', '"x"', '{}', '{"__proto__":{"a":1}}', JSON.stringify({ ...TOKEN, name: 'x'.repeat(70_000) })],
  ...['a\0b', '\ud800', '', ' ', 'x'.repeat(65), null, [], {}].map((name) => JSON.stringify({ ...TOKEN, name })),
  ...['a\0b', '__proto__', 'no such role'].map((role) => JSON.stringify({ ...TOKEN, role })),
  ...[0, -1, 1.5, 366, 1e20].map((days) => JSON.stringify({ ...TOKEN, expires_in_days: days })),
  JSON.stringify(TOKEN).replace(':1}', ':1e400}'),
];

let api: TestApi;
let paths: Paths;
beforeAll(async () => {
  api = await startApi({ limits: { perMinute: 100_000, failuresPerMinute: 100_000 } });
  paths = (await api.call('GET', '/openapi.json')).body.paths as Paths;
  for (const telegramId of [5, 6, 7]) await addConversation(api, { telegramId });
});
afterAll(() => api.release());

/** What is wrong with the answer to a request, if anything: no status but those described, no error but problems. */
async function wrongWith(method: string, path: string, { responses }: Operation, body?: string): Promise<string[]> {
  const response = await fetch(`${api.url}${path}`, {
    method,
    headers: { authorization: `Bearer ${BOOTSTRAP}`, ...(body !== undefined && { 'content-type': 'application/json' }) },
    ...(body !== undefined && { body }),
  });
  await response.arrayBuffer();
  const { status } = response;
  const isDescribed = status < 500 && String(status) in responses;
  const isProblem = status < 400 || response.headers.get('content-type') === 'application/problem+json';
  return isDescribed && isProblem ? [] : [`${method} ${path.slice(0, 100)} ${(body ?? '').slice(0, 60)}: ${status}`];
}

function requestsTo(template: string, { parameters = [] }: Operation): string[] {
  const path = (odd: Readonly<Record<string, string>>): string =>
    template.replace(/\{(\w+)\}/g, (_, name: string) => odd[name] ?? (name === 'role' ? 'viewer' : '1'));
  return parameters.flatMap(({ name, in: place }) => {
    if (place === 'path') return VALUES.map((value) => path({ [name]: value }));
    return [...VALUES.map((value) => `${name}=${value}`), `${name}=1&${name}=2`, `${name}[]=1`].map((query) => `${path({})}?${query}`);
  });
}

test('whatever stands in an address or a body, the answer is one that is described', async () => {
  const wrong: string[] = [];
  for (const [template, operations] of Object.entries(paths)) {
    for (const [verb, operation] of Object.entries(operations)) {
      const method = verb.toUpperCase();
      const body = operation.requestBody && JSON.stringify(TOKEN);
      for (const path of requestsTo(template, operation)) wrong.push(...(await wrongWith(method, path, operation, body)));
      if (!operation.requestBody) continue;
      for (const odd of BODIES) wrong.push(...(await wrongWith(method, template, operation, odd)));
    }
  }
  expect(wrong).toEqual([]);
}, 120_000);

test('no number is large enough to get more than a page', async () => {
  for (const path of ['conversations', 'people', 'audit', 'tokens']) {
    const { status } = await api.call('GET', `/api/v1/${path}?bot=${BOT_A}&limit=Infinity`);
    expect([path, status]).toEqual([path, 422]);
  }
});
