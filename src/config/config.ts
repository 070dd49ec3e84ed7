import { resolve } from 'node:path';
import type { Problem } from './config-error.js';
import type { VariableValues } from './variables.js';

export type Locale = 'ru' | 'kk' | 'en';
export type Role = 'all' | 'bot' | 'worker' | 'api';

/** What may be logged. */
export interface Settings {
  readonly production: boolean;
  readonly role: Role;
  readonly telegram: { readonly apiRoot: string; readonly sendRate: number; readonly broadcastRate: number };
  readonly updates: { readonly mode: 'polling' } | { readonly mode: 'webhook'; readonly baseUrl: string };
  readonly http: HttpSettings;
  readonly dirs: { readonly data: string; readonly contexts: string; readonly logs: string };
  readonly staff: { readonly admins: readonly number[]; readonly moderators: readonly number[] };
  readonly ai: AiSettings;
  /** Confidence from which an entry of the FAQ answers by itself, 0..1. */
  readonly autoResolveFrom: number;
  readonly embeddings: { readonly kind: 'local' } | { readonly kind: 'openai'; readonly baseUrl: string; readonly model: string };
  readonly defaultLocale: Locale;
  /** After which messages are emptied; 0 keeps them. */
  readonly retentionDays: number;
}

export interface HttpSettings {
  readonly port: number;
  readonly metricsPort: number;
  readonly corsOrigins: readonly string[];
  /** Addresses and networks whose word on who calls is taken. */
  readonly trustedProxies: readonly string[];
}

export interface AiSettings {
  readonly provider: 'openai' | 'anthropic' | 'extractive';
  readonly baseUrl: string;
  readonly model: string;
  readonly timeoutMs: number;
  /** Whether an answer is shown while it is written. */
  readonly streams: boolean;
  /** Of the model's whole input. */
  readonly inputTokens: number;
  /** US dollars for a million tokens, where somebody has said so. */
  readonly prices: { readonly input: number | undefined; readonly output: number | undefined };
}

/** What must never be logged. */
export interface Secrets {
  readonly botToken: string | undefined;
  readonly webhookSecret: string | undefined;
  readonly databaseUrl: string | undefined;
  readonly redisUrl: string | undefined;
  readonly encryptionKey: string | undefined;
  readonly previousEncryptionKeys: readonly string[];
  readonly openaiApiKey: string | undefined;
  readonly anthropicApiKey: string | undefined;
  readonly apiAdminToken: string | undefined;
}

export interface Config {
  readonly settings: Settings;
  readonly secrets: Secrets;
}

/** Shapes validated values into the configuration, adding what is wrong between variables to `problems`. */
export function assembleConfig(values: VariableValues, problems: Problem[]): Config {
  const production = values.NODE_ENV === 'production';
  if (production && values.ENCRYPTION_KEY === undefined && !problems.some(({ name }) => name.startsWith('ENCRYPTION_KEY'))) {
    problems.push({ name: 'ENCRYPTION_KEY', message: 'must be set in production: 32 bytes in base64 (openssl rand -base64 32)' });
  }
  return {
    settings: {
      production,
      role: values.ROLE,
      telegram: { apiRoot: values.TELEGRAM_API_ROOT.replace(/\/+$/, ''), sendRate: values.SEND_RATE, broadcastRate: values.BROADCAST_RATE },
      updates: updateSettings(values, problems),
      http: {
        port: values.PORT,
        metricsPort: values.METRICS_PORT,
        corsOrigins: values.CORS_ORIGINS,
        trustedProxies: values.TRUSTED_PROXIES,
      },
      dirs: {
        data: resolve(values.DATA_DIR),
        contexts: resolve(values.CONTEXTS_DIR),
        logs: resolve(values.LOG_DIR),
      },
      staff: { admins: values.ADMIN_TELEGRAM_IDS, moderators: values.MODERATOR_TELEGRAM_IDS },
      ai: aiSettings(values, problems),
      autoResolveFrom: values.AUTO_RESOLVE_THRESHOLD,
      embeddings: embeddingSettings(values, problems),
      defaultLocale: values.DEFAULT_LOCALE,
      retentionDays: values.RETENTION_DAYS,
    },
    secrets: {
      botToken: values.BOT_TOKEN,
      webhookSecret: values.WEBHOOK_SECRET,
      databaseUrl: values.DATABASE_URL,
      redisUrl: values.REDIS_URL,
      encryptionKey: values.ENCRYPTION_KEY,
      previousEncryptionKeys: values.ENCRYPTION_KEY_PREVIOUS,
      openaiApiKey: values.OPENAI_API_KEY,
      anthropicApiKey: values.ANTHROPIC_API_KEY,
      apiAdminToken: values.API_ADMIN_TOKEN,
    },
  };
}

function updateSettings(values: VariableValues, problems: Problem[]): Settings['updates'] {
  if (values.UPDATE_MODE !== 'webhook') return { mode: 'polling' };
  for (const name of ['WEBHOOK_URL', 'WEBHOOK_SECRET'] as const) {
    if (values[name] === undefined && !problems.some((problem) => problem.name.startsWith(name))) {
      problems.push({ name, message: 'must be set when UPDATE_MODE is webhook' });
    }
  }
  return { mode: 'webhook', baseUrl: (values.WEBHOOK_URL ?? '').replace(/\/+$/, '') };
}

function aiSettings(values: VariableValues, problems: Problem[]): AiSettings {
  const keyed = values.OPENAI_API_KEY ? 'openai' : values.ANTHROPIC_API_KEY ? 'anthropic' : 'extractive';
  const provider = values.AI_PROVIDER ?? keyed;
  const common = {
    timeoutMs: values.LLM_TIMEOUT_MS,
    streams: values.LLM_STREAMING === 'on',
    inputTokens: values.LLM_INPUT_TOKENS,
    prices: { input: values.LLM_PRICE_INPUT, output: values.LLM_PRICE_OUTPUT },
  };
  if (provider === 'anthropic') {
    requireKey('ANTHROPIC_API_KEY', 'AI_PROVIDER is anthropic', values, problems);
    return { provider, baseUrl: values.ANTHROPIC_BASE_URL, model: values.ANTHROPIC_MODEL, ...common };
  }
  if (provider === 'openai') requireKey('OPENAI_API_KEY', 'AI_PROVIDER is openai', values, problems);
  return { provider, baseUrl: values.OPENAI_BASE_URL, model: values.OPENAI_MODEL, ...common };
}

function embeddingSettings(values: VariableValues, problems: Problem[]): Settings['embeddings'] {
  const kind = values.EMBEDDINGS ?? (values.OPENAI_API_KEY ? 'openai' : 'local');
  if (kind === 'local') return { kind };
  requireKey('OPENAI_API_KEY', 'EMBEDDINGS is openai', values, problems);
  return { kind, baseUrl: values.OPENAI_BASE_URL, model: values.OPENAI_EMBEDDING_MODEL };
}

function requireKey(
  name: 'OPENAI_API_KEY' | 'ANTHROPIC_API_KEY',
  reason: string,
  values: VariableValues,
  problems: Problem[],
): void {
  if (values[name] !== undefined || problems.some((problem) => problem.name.startsWith(name))) return;
  problems.push({ name, message: `must be set when ${reason}` });
}
