import { isIP } from 'node:net';
import { z } from 'zod';

/**
 * Every variable of Teller's interface contract: what it means and which values it takes. `env.ts` reads them,
 * `.env.example` lists them (a test holds the two together).
 */
export interface Variable {
  readonly schema: z.ZodType;
  readonly meaning: string;
  /** Kept apart from the settings, so that settings can be logged. */
  readonly secret?: true;
  /** The feature behind the variable does not exist yet; setting it stops the start. */
  readonly unavailable?: true;
}

const text = z.string();
const url = z.url({ protocol: /^https?$/, error: 'must be a URL that starts with http:// or https://' });
const port = number('a port from 0 to 65535', 0, 65_535).int();
const milliseconds = number('milliseconds, from 1 to 3600000', 1, 3_600_000).int();
const rate = number('messages per second, from 0.1 to 100000', 0.1, 100_000);
const tokens = number('tokens, from 3000 to 1000000', 3_000, 1_000_000).int();
const price = number('US dollars, from 0 to 10000', 0, 10_000);
const days = number('days, from 0 to 36500', 0, 36_500).int();
const redisUrl = z.url({ protocol: /^rediss?$/, error: 'must be a URL that starts with redis:// or rediss://' });
const databaseUrl = z.url({ protocol: /^postgres(ql)?$/, error: 'must be a URL that starts with postgresql://' });

function number(what: string, least: number, most: number): z.ZodCoercedNumber {
  const error = `must be ${what}`;
  return z.coerce.number({ error }).min(least, { error }).max(most, { error });
}

function oneOf<const Values extends readonly [string, ...string[]]>(...values: Values) {
  return z.enum(values, { error: `must be one of ${values.join(', ')}` });
}

const list = z.string().transform((text) => text.split(',').map((part) => part.trim()).filter((part) => part !== ''));
const origins = list.pipe(
  z.array(z.string().regex(/^https?:\/\/[^\s/?#@*]+$/, 'must be origins such as https://desk.example.com, separated by commas')),
);
const telegramIds = list.pipe(
  z.array(z.string().regex(/^[1-9]\d{0,15}$/, 'must be Telegram ids, separated by commas').transform(Number)),
);

const networks = list.pipe(
  z.array(z.string().refine(isNetwork, 'must be addresses or networks such as 10.0.0.5 or 10.1.0.0/16, separated by commas')),
);
function isNetwork(written: string): boolean {
  const [address = '', prefix, ...rest] = written.split('/');
  const bits = { 0: 0, 4: 32, 6: 128 }[isIP(address)] ?? 0;
  const isWithin = prefix === undefined || (/^[1-9]\d{0,2}$/.test(prefix) && Number(prefix) <= bits);
  return bits > 0 && isWithin && rest.length === 0 && !address.includes('%');
}

const encryptionKey = text.refine(isKey, 'must be 32 bytes in base64 (openssl rand -base64 32)');
const encryptionKeys = text
  .transform((list) => list.split(',').map((key) => key.trim()))
  .pipe(z.array(encryptionKey));
function isKey(encoded: string): boolean {
  const key = Buffer.from(encoded, 'base64');
  return key.length === 32 && key.toString('base64') === encoded;
}

const botToken = z.string().regex(/^\d{3,16}:[\w-]{10,}$/, 'must be the whole token as @BotFather shows it: digits, a colon, and a long key');
const webhookSecret = z.string().regex(/^[\w-]{16,256}$/, 'must be 16 to 256 of the characters A-Z, a-z, 0-9, _ and -');
const apiToken = z.string().regex(/^[\w.~+/=-]{16,256}$/, 'must be 16 to 256 of the characters A-Z, a-z, 0-9 and -._~+/=');
const webhookUrl = url.refine(
  (value) => value.startsWith('https:') || ['localhost', '127.0.0.1', '[::1]'].includes(new URL(value).hostname),
  'must be https (plain http is allowed on loopback only)',
);

const share = z
  .string()
  .regex(/^(?:0(?:\.\d+)?|\.\d+|1(?:\.0+)?)$/, 'must be a number from 0 to 1')
  .transform(Number);

const unavailable = (meaning: string, secret?: true): Variable => ({
  schema: text.optional(),
  meaning,
  unavailable: true,
  ...(secret && { secret }),
});

export const variables = {
  BOT_TOKEN: { schema: botToken.optional(), secret: true, meaning: 'Token of the first bot, from @BotFather.' },
  TELEGRAM_API_ROOT: { schema: url.default('https://api.telegram.org'), meaning: 'Bot API server.' },
  UPDATE_MODE: { schema: oneOf('polling', 'webhook').default('polling'), meaning: 'How updates arrive.' },
  WEBHOOK_URL: { schema: webhookUrl.optional(), meaning: 'Public base URL of this installation; /tg/{botId} is appended.' },
  WEBHOOK_SECRET: { schema: webhookSecret.optional(), secret: true, meaning: 'Secret that Telegram sends with every webhook.' },
  DATABASE_URL: {
    schema: databaseUrl.optional(),
    secret: true,
    meaning: 'PostgreSQL; its role owns the database and may create roles. Unset: an embedded PostgreSQL.',
  },
  REDIS_URL: { schema: redisUrl.optional(), secret: true, meaning: 'Redis for the job queue (Bull). Unset: jobs live in PostgreSQL (pg-boss).' },
  DATA_DIR: { schema: text.default('./data'), meaning: 'Where Teller keeps files of its own.' },
  CONTEXTS_DIR: { schema: text.default('./contexts'), meaning: "The bank's documents." },
  LOG_DIR: { schema: text.default('./logs'), meaning: 'Log files.' },
  ROLE: { schema: oneOf('all', 'bot', 'worker', 'api').default('all'), meaning: 'Which part this process runs.' },
  PORT: { schema: port.default(8000), meaning: 'HTTP API and webhooks.' },
  METRICS_PORT: { schema: port.default(9090), meaning: 'Prometheus metrics.' },
  ADMIN_TELEGRAM_IDS: {
    schema: telegramIds.default([]),
    meaning: 'First admins, comma-separated; granted once, at the first start that sees them.',
  },
  MODERATOR_TELEGRAM_IDS: {
    schema: telegramIds.default([]),
    meaning: 'First moderators, comma-separated; granted once, at the first start that sees them.',
  },
  AI_PROVIDER: {
    schema: oneOf('openai', 'anthropic', 'extractive').optional(),
    meaning: 'Who writes answers. Default: by which key is set; without one, the best passage is quoted.',
  },
  OPENAI_API_KEY: { schema: text.optional(), secret: true, meaning: 'Key of an OpenAI-compatible server.' },
  OPENAI_BASE_URL: { schema: url.default('https://api.openai.com/v1'), meaning: 'Any OpenAI-compatible server (vLLM too).' },
  OPENAI_MODEL: { schema: text.default('gpt-4o-mini'), meaning: 'Model that writes answers.' },
  OPENAI_EMBEDDING_MODEL: { schema: text.default('text-embedding-3-small'), meaning: 'Model that embeds passages.' },
  ANTHROPIC_API_KEY: { schema: text.optional(), secret: true, meaning: 'Key of Anthropic.' },
  ANTHROPIC_BASE_URL: { schema: url.default('https://api.anthropic.com'), meaning: 'Anthropic or a compatible server.' },
  ANTHROPIC_MODEL: { schema: text.default('claude-haiku-4-5'), meaning: 'Model that writes answers.' },
  LLM_TIMEOUT_MS: { schema: milliseconds.default(30_000), meaning: 'How long an answer may take, retry included.' },
  LLM_STREAMING: { schema: oneOf('on', 'off').default('on'), meaning: 'Whether an answer is shown while it is written.' },
  LLM_INPUT_TOKENS: { schema: tokens.default(6_000), meaning: 'Tokens that a question with its passages may take.' },
  LLM_PRICE_INPUT: { schema: price.optional(), meaning: 'US dollars for a million tokens read. Unset: the list price of the model, if known.' },
  LLM_PRICE_OUTPUT: { schema: price.optional(), meaning: 'US dollars for a million tokens written. Unset: the list price, if known.' },
  ASR_URL: unavailable('Speech recognition, OpenAI-style /v1/audio/transcriptions.'),
  ASR_TIMEOUT_MS: unavailable('How long a transcription may take.'),
  EMBEDDINGS: {
    schema: oneOf('openai', 'local').optional(),
    meaning: 'Embeddings by OPENAI_* or local (hashed n-grams, offline). Default: local without OPENAI_API_KEY.',
  },
  S3_BUCKET: unavailable('Archive bucket. Unset: DATA_DIR/archive.'),
  S3_ENDPOINT: unavailable('S3-compatible server.'),
  S3_REGION: unavailable('Region of the bucket.'),
  AWS_ACCESS_KEY_ID: unavailable('Access key of the bucket.', true),
  AWS_SECRET_ACCESS_KEY: unavailable('Secret key of the bucket.', true),
  ENCRYPTION_KEY: {
    schema: encryptionKey.optional(),
    secret: true,
    meaning: '32 bytes in base64 that encrypt phones and tokens. Unset outside production: made in DATA_DIR.',
  },
  ENCRYPTION_KEY_PREVIOUS: {
    schema: encryptionKeys.default([]),
    secret: true,
    meaning: 'Keys before this one, comma-separated: they open what they sealed until npm run keys:rotate is through.',
  },
  OTEL_EXPORTER_OTLP_ENDPOINT: unavailable('OpenTelemetry collector. Unset: tracing is off.'),
  API_ADMIN_TOKEN: {
    schema: apiToken.optional(),
    secret: true,
    meaning: 'First bearer token of the REST API: acts as an admin of every bot.',
  },
  CORS_ORIGINS: { schema: origins.default([]), meaning: 'Web pages that may use the REST API, comma-separated. Unset: none.' },
  TRUSTED_PROXIES: {
    schema: networks.default([]),
    meaning: 'Proxies whose X-Forwarded-For tells the address of a caller, comma-separated. Unset: none.',
  },
  BROADCAST_RATE: { schema: rate.default(25), meaning: 'Messages per second that broadcasts of a bot may take of its SEND_RATE.' },
  SEND_RATE: { schema: rate.default(30), meaning: 'Messages per second for a bot.' },
  AUTO_RESOLVE_THRESHOLD: { schema: share.default(0.75), meaning: 'Confidence from which an entry of the FAQ answers by itself, 0 to 1.' },
  RETENTION_DAYS: { schema: days.default(1_095), meaning: 'After how many days messages are emptied; 0 keeps them.' },
  DEFAULT_LOCALE: { schema: oneOf('ru', 'kk', 'en').default('ru'), meaning: 'Language when a person has chosen none.' },
  NODE_ENV: { schema: oneOf('production', 'development', 'test').default('development'), meaning: 'production refuses to start without ENCRYPTION_KEY.' },
} satisfies Record<string, Variable>;

export type VariableName = keyof typeof variables;
export type VariableValues = { readonly [N in VariableName]: z.output<(typeof variables)[N]['schema']> };
