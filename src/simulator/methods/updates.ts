import { badRequest, conflict } from '../errors.js';
import { flag, optionalList, optionalNumber, optionalText, type Params } from '../parameters.js';
import type { QueuedUpdate } from '../update-queue.js';
import { type Call, Described, type Method, RawJson } from './call.js';

/** Receiving updates: long polling and the webhook's settings. */

const MAX_POLL_SECONDS = 50;
const WEBHOOK_ACTIVE =
  "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first";

function asJson(updates: readonly QueuedUpdate[]): RawJson {
  return new RawJson(`[${updates.map((update) => update.json).join(',')}]`);
}

function clamp(value: number | undefined, fallback: number, min: number, max: number): number {
  return Math.min(max, Math.max(min, value ?? fallback));
}

const getUpdates: Method = ({ bot, params, response }) => {
  if (bot.webhook.active) throw conflict(WEBHOOK_ACTIVE);
  allowKinds(bot.queue, params);
  const offset = optionalNumber(params, 'offset') ?? 0;
  if (offset !== 0) bot.queue.confirmBelow(offset);
  const limit = clamp(optionalNumber(params, 'limit'), 100, 1, 100);
  const seconds = clamp(optionalNumber(params, 'timeout'), 0, 0, MAX_POLL_SECONDS);
  const wait = bot.poll.wait(limit, seconds * 1000);
  response?.once('close', wait.leave);
  return wait.updates.then(asJson);
};

function allowKinds(queue: { allow(kinds: string[]): void }, params: Params): void {
  const kinds = optionalList(params, 'allowed_updates');
  if (kinds) queue.allow(kinds.filter((kind) => typeof kind === 'string'));
}

function checkSecret(secret: string | undefined): void {
  if (secret === undefined) return;
  if (secret.length > 256) throw badRequest('secret token is too long');
  if (!/^[\w-]*$/.test(secret)) throw badRequest('secret token contains unallowed characters');
}

const setWebhook: Method = (call) => {
  const { bot, params } = call;
  const url = optionalText(params, 'url') ?? '';
  if (url === '') return deleteWebhook(call);
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) {
    throw badRequest('bad webhook: An HTTPS URL must be provided for webhook');
  }
  const secretToken = optionalText(params, 'secret_token');
  checkSecret(secretToken);
  if (flag(params, 'drop_pending_updates')) bot.queue.clear();
  allowKinds(bot.queue, params);
  bot.poll.end('terminated by setWebhook request');
  const maxConnections = clamp(optionalNumber(params, 'max_connections'), 40, 1, 100);
  const changed = bot.webhook.set({ url, secretToken: secretToken || undefined, maxConnections });
  return new Described(changed ? 'Webhook was set' : 'Webhook is already set');
};

function deleteWebhook({ bot, params }: Call): Described {
  if (flag(params, 'drop_pending_updates')) bot.queue.clear();
  const wasActive = bot.webhook.active;
  bot.webhook.clear();
  return new Described(wasActive ? 'Webhook was deleted' : 'Webhook is already deleted');
}

export const updateMethods: Record<string, Method> = {
  getUpdates,
  setWebhook,
  deleteWebhook,
  getWebhookInfo: ({ bot }) => bot.webhook.info(),
};
