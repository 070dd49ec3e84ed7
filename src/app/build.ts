/**
 * The composition root: the only place that knows everything. Builds what the role of this process needs, in the
 * order in which it depends on each other; what was built last is released first.
 */
import { createMetricsServer } from '../api/metrics-server.js';
import { createServer } from '../api/create-server.js';
import type { LimitSettings } from '../api/request-limits.js';
import type { RestApiParts } from '../api/rest-api.js';
import type { Config } from '../config/config.js';
import type { KnowledgeBase } from '../modules/knowledge/index.js';
import { countAllRecipients } from '../modules/broadcasts/index.js';
import type { Logger } from '../platform/logging/logger.js';
import { Recent } from '../platform/recent.js';
import { Inbox } from '../telegram/inbox.js';
import type { LeaseTimes } from '../telegram/lease.js';
import { enqueueCalls } from '../telegram/outbox.js';
import { createWorker } from '../worker/create-worker.js';
import { startSealer } from './audit.js';
import { LateFaq, answerParts, createEmbedder, openKnowledge } from './answers.js';
import { BotApis, addConfiguredBot, createFleet, createHandoffs } from './bots.js';
import { ingestParts, miningParts } from './faq.js';
import { type Foundation, layFoundation } from './foundation.js';
import { Lifecycle } from './lifecycle.js';
import { type Jobs, openJobs } from './jobs.js';

export interface Overrides {
  readonly leaseTimes?: LeaseTimes;
  readonly apiLimits?: LimitSettings;
  /** What the day is taken from on which documents hold. */
  readonly clock?: () => Date;
}

export interface Application {
  readonly lifecycle: Lifecycle;
  /** Where this process serves HTTP: its health in every role, and webhooks. */
  readonly url: string;
  /** Where Prometheus finds its metrics. */
  readonly metricsUrl: string;
}

/** Starts Teller. When it throws, what was opened so far has been released. */
export async function startApplication(config: Config, log: Logger, overrides: Overrides = {}): Promise<Application> {
  const lifecycle = new Lifecycle(log);
  try {
    const foundation = await layFoundation(config, log, lifecycle);
    return { lifecycle, ...(await openSurfaces(foundation, overrides)) };
  } catch (error) {
    await lifecycle.release();
    throw error;
  }
}

async function openSurfaces(foundation: Foundation, { leaseTimes, apiLimits, clock }: Overrides): Promise<Omit<Application, 'lifecycle'>> {
  const { role } = foundation.config.settings;
  const inbox = new Inbox(foundation.db);
  const apis = new BotApis(foundation);
  if (role === 'all' || role === 'worker') await startSealer(foundation);
  await addConfiguredBot(foundation);
  const jobs = openJobs(foundation);
  const knowledge = role === 'all' || role === 'worker' ? await startWorker(foundation, jobs, apis, clock) : undefined;
  await jobs.queue.start();
  const url = await startApi(foundation, inbox, knowledge, apiLimits);
  if (role === 'all' || role === 'bot') {
    const fleet = createFleet(foundation, { inbox, apis, jobs, leaseTimes });
    foundation.lifecycle.onRelease('bots', () => fleet.release());
    foundation.metrics.gauge('teller_leases_held', 'Bots that this process runs', () => fleet.bots.length);
    await fleet.start();
  }
  return { url, metricsUrl: await startMetrics(foundation) };
}

/** Resolves with what its answers are made from. */
async function startWorker(foundation: Foundation, jobs: Jobs, apis: BotApis, clock?: () => Date): Promise<KnowledgeBase> {
  const { config, db, texts, phones, log, lifecycle } = foundation;
  const { defaultLocale, retentionDays } = config.settings;
  const embedder = createEmbedder(config);
  const knowledge = await openKnowledge(foundation, embedder, jobs, clock);
  const worker = createWorker({
    ...jobs,
    answers: await answerParts(foundation, knowledge, apis),
    embedder,
    broadcasts: { db, texts, defaultLocale, phones, log, apiOf: (botId) => apis.get(botId) },
    documents: { db, texts, defaultLocale, log, apiOf: (botId) => apis.get(botId) },
    erasing: { db, texts, defaultLocale, retentionDays, log },
    mining: miningParts(foundation, knowledge),
  });
  // Jobs in hand end before what they work with is released.
  lifecycle.onRelease('worker', () => worker.release());
  worker.start();
  return knowledge;
}

async function startApi(
  foundation: Foundation,
  inbox: Inbox,
  knowledge: KnowledgeBase | undefined,
  limits?: LimitSettings,
): Promise<string> {
  const { config, db, keys, log, lifecycle, metrics } = foundation;
  const { updates, http, role } = config.settings;
  const { corsOrigins, trustedProxies } = http;
  const { handoffs } = createHandoffs(foundation);
  const faq = new LateFaq(foundation);
  lifecycle.onRelease('frequent questions', () => faq.release());
  const rest: RestApiParts = {
    ...{ db, keys, corsOrigins, adminToken: config.secrets.apiAdminToken, ...(limits && { limits }) },
    rolesChanged: async (tx, botId) => enqueueCalls(tx, botId, await handoffs.rolesChanged(tx, botId)),
    ingest: ingestParts(foundation, () => knowledge ?? faq.get()),
  };
  const { http: server } = createServer({
    log,
    inbox,
    events: metrics.transport,
    dependencies: {
      database: async () => {
        await db.raw('select 1');
      },
    },
    trustedProxies,
    webhookSecret: updates.mode === 'webhook' ? config.secrets.webhookSecret : undefined,
    ...((role === 'all' || role === 'api') && { rest }),
  });
  lifecycle.onRelease('HTTP API', () => server.close());
  return server.listen({ port: http.port, host: '0.0.0.0' });
}

async function startMetrics({ config, db, lifecycle, log, metrics }: Foundation): Promise<string> {
  const recipients = new Recent(
    async () => new Map(Object.entries(await countAllRecipients(db))),
    (error) => log.warn({ err: error }, 'the recipients of broadcasts could not be counted'),
  );
  const help = 'Recipients of the broadcasts of all bots; the same in every process';
  metrics.gauges('teller_broadcast_recipients', help, 'state', () => recipients.get());
  const server = createMetricsServer(metrics.registry);
  lifecycle.onRelease('metrics', () => server.close());
  return server.listen({ port: config.settings.http.metricsPort, host: '0.0.0.0' });
}
