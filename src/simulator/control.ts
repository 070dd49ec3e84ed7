import type { FastifyInstance } from 'fastify';
import * as schemas from './control-schemas.js';
import { read } from './control-schemas.js';
import { ControlError } from './errors.js';
import { streamEvents } from './event-stream.js';
import { registerChatRoutes } from './control-chats.js';
import { sendFile } from './file-answer.js';
import { presentBot } from './model.js';
import type { World } from './world.js';

/**
 * `/sim/...` for what is not one chat: bots, users, raw updates, events, the call log, faults and
 * settings.
 */
export function registerControl(app: FastifyInstance, world: World): void {
  registerWorldRoutes(app, world);
  registerChatRoutes(app, world);
  registerFaultRoutes(app, world);
  app.get('/sim/events', (request, reply) => {
    const { bot, user } = read(schemas.eventsQuery, request.query);
    reply.hijack();
    streamEvents(world, reply.raw, bot, user);
  });
  app.get('/sim/calls', (request) => world.calls.list(read(schemas.callsQuery, request.query)));
  app.post('/sim/updates/:botId', (request) => {
    const bot = world.bot(read(schemas.botParams, request.params).botId);
    const { updates } = read(schemas.updatesBody, request.body);
    return { update_ids: updates.map((update) => bot.queue.addRaw(update)) };
  });
  app.get<{ Params: { fileId: string } }>('/sim/files/:fileId', (request, reply) => {
    const file = world.files.find(request.params.fileId);
    if (!file) throw new ControlError(404, 'there is no such file');
    return sendFile(request, reply, file);
  });
}

function registerWorldRoutes(app: FastifyInstance, world: World): void {
  app.post('/sim/bots', (request) => {
    const { token, username, name } = read(schemas.botBody, request.body);
    return { ...presentBot(world.addBot(token, username, name)), token };
  });
  app.get('/sim/bots', () => [...world.bots.values()].map((bot) => presentBot(bot)));
  app.post('/sim/users', (request) => world.addPerson(read(schemas.userBody, request.body)).profile);
  app.get('/sim/users', () => [...world.people.values()].map((person) => person.profile));
  app.patch('/sim/users/:id', (request) => {
    const { id } = read(schemas.idParams, request.params);
    return world.updatePerson(id, read(schemas.userChange, request.body)).profile;
  });
  app.post('/sim/settings', (request) => {
    const change = read(schemas.settingsBody, request.body);
    const { settings } = world;
    settings.latencyMs = change.latency_ms ?? settings.latencyMs;
    settings.enforceLimits = change.enforce_limits ?? settings.enforceLimits;
    settings.historyPerChat = change.history_per_chat ?? settings.historyPerChat;
    settings.webhookRetryMs = change.webhook_retry_ms ?? settings.webhookRetryMs;
    return settings;
  });
  app.post('/sim/reset', () => {
    world.reset();
    return {};
  });
  app.post('/sim/clock', (request) => {
    world.clock.advance(read(schemas.clockBody, request.body).advance_ms);
    return { now: world.clock.now() };
  });
}

function registerFaultRoutes(app: FastifyInstance, world: World): void {
  app.post('/sim/faults', (request) => ({ id: world.faults.add(read(schemas.faultBody, request.body)) }));
  app.delete('/sim/faults', () => {
    world.faults.clear();
    return {};
  });
  app.delete('/sim/faults/:id', (request) => {
    const { id } = read(schemas.idParams, request.params);
    if (!world.faults.remove(id)) throw new ControlError(404, `there is no fault ${id}`);
    return {};
  });
}
