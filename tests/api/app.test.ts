import { afterEach, describe, expect, test } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import { type TestTeller, startTeller } from '../support/teller.js';

const ADMIN = 'the-first-token-of-this-installation';

describe('Teller with API_ADMIN_TOKEN', () => {
  let teller: TestTeller | undefined;
  afterEach(() => teller?.release());

  const call = (path: string, token: string, body?: object): Promise<Response> =>
    fetch(`${String(teller?.url)}${path}`, {
      headers: { authorization: `Bearer ${token}`, ...(body && { 'content-type': 'application/json' }) },
      ...(body && { method: 'POST', body: JSON.stringify(body) }),
    });

  test('makes its first tokens, without a bot being named, and shows no token in its log', async () => {
    teller = await startTeller({ env: { API_ADMIN_TOKEN: ADMIN } });
    const made = await call('/api/v1/tokens', ADMIN, { name: 'first', role: 'viewer' });
    expect(made.status).toBe(201);
    const { token } = (await made.json()) as { token: string };
    expect((await call('/api/v1/conversations', token)).status).toBe(200);
    expect((await call('/api/v1/people', token)).status).toBe(403);
    const log = await readFile(teller.logFile, 'utf8');
    expect([log.includes(ADMIN), log.includes(token)]).toEqual([false, false]);
  });

  test('serves the API only in processes whose role it is', async () => {
    teller = await startTeller({ env: { API_ADMIN_TOKEN: ADMIN, ROLE: 'bot' } });
    expect((await call('/health', ADMIN)).status).toBe(200);
    expect((await call('/api/v1/tokens', ADMIN)).status).toBe(404);
  });
});
