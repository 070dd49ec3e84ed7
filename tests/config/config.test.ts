import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { ConfigError } from '../../src/config/config-error.js';
import type { Config } from '../../src/config/config.js';
import { loadConfig } from '../../src/config/env.js';
import { variables } from '../../src/config/variables.js';

type Env = Record<string, string>;

const TOKEN = '4200000001:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw';
const KEY = randomBytes(32).toString('base64');

let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'teller-config-'));
});
afterAll(() => rm(dir, { recursive: true, force: true }));

async function file(name: string, content: string): Promise<string> {
  const path = join(dir, name);
  await writeFile(path, content);
  return path;
}

function load(env: Env, argv: readonly string[] = []): Config {
  return loadConfig({ env, argv });
}

function refusal(env: Env, argv: readonly string[] = []): ConfigError {
  try {
    load(env, argv);
  } catch (error) {
    if (error instanceof ConfigError) return error;
    throw error;
  }
  throw new Error('The configuration was accepted');
}

const named = (error: ConfigError): string[] => error.problems.map(({ name }) => name).sort();

describe('the configuration', () => {
  test('needs nothing outside of production', () => {
    const { settings, secrets } = load({});
    expect(settings).toEqual({
      production: false,
      role: 'all',
      telegram: { apiRoot: 'https://api.telegram.org', sendRate: 30, broadcastRate: 25 },
      updates: { mode: 'polling' },
      http: { port: 8000, metricsPort: 9090, corsOrigins: [], trustedProxies: [] },
      dirs: { data: resolve('data'), contexts: resolve('contexts'), logs: resolve('logs') },
      staff: { admins: [], moderators: [] },
      ai: expect.objectContaining({ provider: 'extractive', timeoutMs: 30_000 }),
      autoResolveFrom: 0.75,
      embeddings: { kind: 'local' },
      defaultLocale: 'ru',
      retentionDays: 1_095,
    });
    expect(Object.values(secrets).flat().filter((secret) => secret !== undefined)).toEqual([]);
  });

  test.each<[string, string]>([
    ['BOT_TOKEN', 'no-token'],
    ['TELEGRAM_API_ROOT', 'ftp://example.org'],
    ['UPDATE_MODE', 'pigeon'],
    ['WEBHOOK_URL', 'http://bank.example'],
    ['WEBHOOK_SECRET', 'short'],
    ['DATABASE_URL', 'mysql://localhost/x'],
    ['ROLE', 'king'],
    ['AUTO_RESOLVE_THRESHOLD', '75'],
    ['PORT', '70000'],
    ['METRICS_PORT', '12.5'],
    ['ADMIN_TELEGRAM_IDS', '12,x'],
    ['MODERATOR_TELEGRAM_IDS', '-5'],
    ['AI_PROVIDER', 'oracle'],
    ['OPENAI_BASE_URL', 'here'],
    ['ANTHROPIC_BASE_URL', 'there'],
    ['LLM_TIMEOUT_MS', '0'],
    ['EMBEDDINGS', 'cloud'],
    ['ENCRYPTION_KEY', 'c2hvcnQ='],
    ['SEND_RATE', '-1'],
    ['RETENTION_DAYS', '-1'],
    ['DEFAULT_LOCALE', 'de'],
    ['NODE_ENV', 'staging'],
  ])('refuses a wrong %s by its name', (name, value) => {
    const error = refusal({ [name]: value });
    expect(named(error)).toEqual([name]);
    expect(error.message).toContain(`${name}: `);
  });

  test('names every wrong variable in one message', () => {
    const wrong = { BOT_TOKEN: 'x', PORT: 'x', ROLE: 'x', ENCRYPTION_KEY: 'x', SEND_RATE: 'x', REDIS_URL: 'http://cache', S3_BUCKET: 'x' };
    const error = refusal(wrong);
    expect(named(error)).toEqual(Object.keys(wrong).sort());
    for (const name of Object.keys(wrong)) expect(error.message).toContain(`  ${name}: `);
  });

  test('says what it was given, but never a secret', async () => {
    const secret = 'v3ry-s3cret-value!';
    const secretNames = Object.entries(variables).filter(([, variable]) => 'secret' in variable).map(([name]) => name);
    const env: Env = Object.fromEntries(secretNames.map((name) => [name, secret]));
    const path = await file('wrong.secret', secret);
    const fromFiles: Env = Object.fromEntries(secretNames.map((name) => [`${name}_FILE`, path]));
    for (const given of [env, fromFiles]) {
      const error = refusal({ ...given, NODE_ENV: 'production', PORT: 'no-port' });
      expect(error.message).toContain('"no-port"');
      expect(error.message).not.toContain('s3cret');
      expect(JSON.stringify(error.problems)).not.toContain('s3cret');
    }
  });

  test('keeps secrets apart from the settings, which may be logged', () => {
    const config = load({
      BOT_TOKEN: TOKEN,
      ENCRYPTION_KEY: KEY,
      DATABASE_URL: 'postgres://teller:s3cret@db/teller',
      OPENAI_API_KEY: 'sk-s3cret',
      UPDATE_MODE: 'webhook',
      WEBHOOK_URL: 'https://bank.example/',
      WEBHOOK_SECRET: 's3cret-s3cret-s3cret',
    });
    expect(JSON.stringify(config.settings)).not.toMatch(/s3cret|AAHdq/);
    expect(JSON.stringify(config.settings)).not.toContain(KEY);
    expect(config.secrets.botToken).toBe(TOKEN);
    expect(config.settings.updates).toEqual({ mode: 'webhook', baseUrl: 'https://bank.example' });
  });

  test('takes an empty value for none', () => {
    expect(load(Object.fromEntries(Object.keys(variables).map((name) => [name, ''])))).toEqual(load({}));
  });

  test('refuses every variable whose feature does not exist yet, instead of passing over it', () => {
    const unavailable = Object.entries(variables).filter(([, variable]) => 'unavailable' in variable).map(([name]) => name);
    const error = unavailable.length === 0 ? undefined : refusal(Object.fromEntries(unavailable.map((name) => [name, '1'])));
    expect(error ? named(error) : []).toEqual(unavailable.sort());
  });

  test('demands an encryption key in production', () => {
    expect(named(refusal({ NODE_ENV: 'production' }))).toEqual(['ENCRYPTION_KEY']);
    expect(named(refusal({ NODE_ENV: 'production', ENCRYPTION_KEY: 'x' }))).toEqual(['ENCRYPTION_KEY']);
    expect(load({ NODE_ENV: 'production', ENCRYPTION_KEY: KEY }).settings.production).toBe(true);
  });

  test('demands an address and a secret for webhooks, and a key for who shall write the answers', () => {
    expect(named(refusal({ UPDATE_MODE: 'webhook' }))).toEqual(['WEBHOOK_SECRET', 'WEBHOOK_URL']);
    expect(named(refusal({ AI_PROVIDER: 'openai' }))).toEqual(['OPENAI_API_KEY']);
    expect(named(refusal({ AI_PROVIDER: 'anthropic' }))).toEqual(['ANTHROPIC_API_KEY']);
    expect(named(refusal({ EMBEDDINGS: 'openai' }))).toEqual(['OPENAI_API_KEY']);
  });

  test.each<[Env, string, string]>([
    [{}, 'extractive', 'local'],
    [{ OPENAI_API_KEY: 'k' }, 'openai', 'openai'],
    [{ ANTHROPIC_API_KEY: 'k' }, 'anthropic', 'local'],
    [{ OPENAI_API_KEY: 'k', ANTHROPIC_API_KEY: 'k' }, 'openai', 'openai'],
    [{ OPENAI_API_KEY: 'k', AI_PROVIDER: 'extractive', EMBEDDINGS: 'local' }, 'extractive', 'local'],
  ])('chooses who writes answers by the keys there are: %j', (env, provider, embeddings) => {
    const { settings } = load(env);
    expect([settings.ai.provider, settings.embeddings.kind]).toEqual([provider, embeddings]);
  });

  test('allows plain http for webhooks on loopback only', () => {
    const env = { UPDATE_MODE: 'webhook', WEBHOOK_SECRET: 'a'.repeat(16) };
    for (const host of ['localhost', '127.0.0.1', '[::1]']) load({ ...env, WEBHOOK_URL: `http://${host}:8000` });
    for (const host of ['localhost.example', '127.0.0.1.example']) {
      expect(named(refusal({ ...env, WEBHOOK_URL: `http://${host}` }))).toEqual(['WEBHOOK_URL']);
    }
  });

  test('wants a first token of the API that cannot be guessed', () => {
    expect(named(refusal({ API_ADMIN_TOKEN: 'a'.repeat(15) }))).toEqual(['API_ADMIN_TOKEN']);
    expect(load({ API_ADMIN_TOKEN: 'a'.repeat(16) }).secrets.apiAdminToken).toBe('a'.repeat(16));
  });

  test('reads lists of origins, which are no patterns and have no paths', () => {
    const list = 'https://desk.example.com, http://127.0.0.1:3000';
    expect(load({ CORS_ORIGINS: list }).settings.http.corsOrigins).toEqual(list.split(', '));
    for (const wrong of ['*', 'desk.example.com', 'https://desk.example.com/']) {
      expect(named(refusal({ CORS_ORIGINS: wrong }))).toEqual(['CORS_ORIGINS']);
    }
  });

  test('reads lists of proxies: addresses and networks, and not all the world', () => {
    const list = '10.0.0.5, 10.1.0.0/16, ::1, 2001:db8::/32';
    expect(load({ TRUSTED_PROXIES: list }).settings.http.trustedProxies).toEqual(list.split(', '));
    for (const wrong of ['proxy', '10.0.0', '10.0.0.0/33', '10.0.0.0/', '10.0.0.0/8/8', '::/129', '0.0.0.0/0', 'fe80::1%eth0', 'true', '1']) {
      expect([wrong, named(refusal({ TRUSTED_PROXIES: wrong }))]).toEqual([wrong, ['TRUSTED_PROXIES']]);
    }
  });

  test('reads lists of ids', () => {
    const { staff } = load({ ADMIN_TELEGRAM_IDS: ' 1, 22 ,,333', MODERATOR_TELEGRAM_IDS: '4' }).settings;
    expect(staff).toEqual({ admins: [1, 22, 333], moderators: [4] });
  });
});

describe('a variable in a file of its own', () => {
  test('is read by NAME_FILE, without the line break at its end', async () => {
    const path = await file('token', `${TOKEN}\n`);
    expect(load({ BOT_TOKEN_FILE: path }).secrets.botToken).toBe(TOKEN);
  });

  test('gives way to the variable itself', async () => {
    const path = await file('port', '1234');
    expect(load({ PORT_FILE: path, PORT: '4321' }).settings.http.port).toBe(4321);
    expect(load({ PORT_FILE: path, PORT: '' }).settings.http.port).toBe(1234);
  });

  test('stops the start by the name NAME_FILE when it cannot be read', () => {
    const error = refusal({ BOT_TOKEN_FILE: join(dir, 'missing'), ENCRYPTION_KEY_FILE: dir });
    expect(named(error)).toEqual(['BOT_TOKEN_FILE', 'ENCRYPTION_KEY_FILE']);
  });

  test('is named once when it is needed and cannot be read', () => {
    const error = refusal({ NODE_ENV: 'production', ENCRYPTION_KEY_FILE: join(dir, 'missing') });
    expect(named(error)).toEqual(['ENCRYPTION_KEY_FILE']);
  });
});

describe('a configuration file', () => {
  test('is named by --config, and the environment wins', async () => {
    const path = await file('config.yaml', 'PORT: 1111\nSEND_RATE: 5\nADMIN_TELEGRAM_IDS: [1, 2]\nBOT_TOKEN:\n');
    const { settings, secrets } = load({ PORT: '2222' }, ['--config', path]);
    expect([settings.http.port, settings.telegram.sendRate, settings.staff.admins]).toEqual([2222, 5, [1, 2]]);
    expect(secrets.botToken).toBeUndefined();
  });

  test('may name files too', async () => {
    const token = await file('yaml-token', TOKEN);
    const path = await file('files.yaml', `BOT_TOKEN_FILE: ${token}\n`);
    expect(load({}, ['--config', path]).secrets.botToken).toBe(TOKEN);
  });

  test('stops the start when it names what Teller does not know', async () => {
    const path = await file('unknown.yaml', 'PROT: 1111\nPORT: x\n');
    expect(named(refusal({}, ['--config', path]))).toEqual(['PORT', 'PROT']);
  });

  test.each<[string, string]>([
    ['is a list', '- PORT\n'],
    ['is a text', 'PORT'],
    ['is no YAML', 'PORT: [1\n'],
  ])('stops the start when it %s', async (_name, content) => {
    const path = await file('wrong.yaml', content);
    expect(named(refusal({}, ['--config', path]))).toEqual(['--config']);
  });

  test('may be empty', async () => {
    expect(load({}, ['--config', await file('empty.yaml', '')])).toEqual(load({}));
  });

  test('stops the start when it is missing or not named', () => {
    expect(named(refusal({}, ['--config', join(dir, 'missing.yaml')]))).toEqual(['--config']);
    expect(named(refusal({}, ['--config']))).toEqual(['--config']);
  });

  test('shows no secret when it is no YAML', async () => {
    const path = await file('torn.yaml', `BOT_TOKEN: "${TOKEN}\nPORT: 1\n`);
    expect(refusal({}, ['--config', path]).message).not.toContain('AAHdq');
  });
});
