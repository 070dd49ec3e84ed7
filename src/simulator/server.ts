import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import fastify, { type FastifyInstance } from 'fastify';
import { handleBotApi, performReply } from './bot-api.js';
import { registerControl } from './control.js';
import { BotApiError, ControlError } from './errors.js';
import { registerPage } from './page.js';
import { decodePath } from './request-body.js';
import { World } from './world.js';

/**
 * A local Telegram on one port: the Bot API (`/bot<token>/...`, `/file/bot<token>/...`), the control API
 * (`/sim/...`) and the page. State lives in memory and ends with the process.
 */

export interface SimulatorOptions {
  /** 0, the default, takes a free one. */
  port?: number;
  host?: string;
  /** Milliseconds added to every answer of the Bot API. */
  latencyMs?: number;
  /** Answer 429 as Telegram would. */
  enforceLimits?: boolean;
}

export interface Simulator {
  readonly url: string;
  readonly port: number;
  readonly world: World;
  /** Ends every connection, waiting ones too. */
  close(): Promise<void>;
}

const MAX_CONTROL_BODY = 64 * 1024 * 1024;

export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const { port = 0, host = '127.0.0.1', latencyMs = 0, enforceLimits = false } = options;
  const world = new World({ latencyMs, enforceLimits });
  world.onWebhookReply = (bot, call): void => performReply(world, bot, call);
  const { app, server } = createServer(world);
  await app.listen({ port, host });
  const { port: actual } = server.address() as AddressInfo;
  return {
    url: `http://${host}:${actual}`,
    port: actual,
    world,
    close: async (): Promise<void> => {
      for (const bot of world.bots.values()) bot.webhook.clear();
      server.closeAllConnections();
      await app.close();
    },
  };
}

function createServer(world: World): { app: FastifyInstance; server: http.Server } {
  const server = http.createServer({ keepAliveTimeout: 60_000 });
  const app = fastify({
    bodyLimit: MAX_CONTROL_BODY,
    forceCloseConnections: true,
    // The Bot API is the hot path and has rules of its own for bodies and errors: it goes past the framework.
    serverFactory: (handler) =>
      server.on('request', (request, response) => {
        route(world, handler, request, response);
      }),
  });
  app.setErrorHandler((error: Error & { statusCode?: number }, _request, reply) => {
    const status = error instanceof ControlError ? error.status : refusalStatus(error);
    return reply.code(status).send({ error: error.message });
  });
  registerControl(app, world);
  registerPage(app);
  return { app, server };
}

function refusalStatus(error: Error & { statusCode?: number }): number {
  return error instanceof BotApiError ? error.code : (error.statusCode ?? 500);
}

function route(
  world: World,
  handler: (request: IncomingMessage, response: ServerResponse) => void,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const { url = '' } = request;
  if (url.startsWith('/bot')) handleBotApi(world, request, response);
  else if (url.startsWith('/file/bot')) download(world, url, response);
  else handler(request, response);
}

/** `/file/bot<token>/<path>`, for an hour after getFile gave the path. */
function download(world: World, url: string, response: ServerResponse): void {
  const [, token = '', path = ''] = /^\/file\/bot([^/]+)\/([^?]+)/.exec(url) ?? [];
  const bot = world.botsByToken.get(decodePath(token));
  const file = bot && world.files.download(bot.id, decodePath(path));
  if (file) {
    response.writeHead(200, { 'Content-Type': file.mimeType, 'Content-Length': file.bytes.length });
    response.end(file.bytes);
    return;
  }
  const [error_code, description] = bot ? [404, 'Not Found'] : [401, 'Unauthorized'];
  response.writeHead(error_code, { 'Content-Type': 'application/json' });
  response.end(JSON.stringify({ ok: false, error_code, description }));
}
