import type { IncomingMessage, ServerResponse } from 'node:http';
import type { LoggedCall } from './call-log.js';
import { BotApiError, tooManyRequests } from './errors.js';
import { faultError, type FaultSpec } from './faults.js';
import { METHODS } from './methods/index.js';
import { type Call, Described, RawJson } from './methods/call.js';
import {
  type MethodSpec,
  methodSpec,
  optionalList,
  type Params,
  readParams,
  requireParams,
} from './parameters.js';
import { decodeParams, decodePath, readBody } from './request-body.js';
import { unknownFields } from './unknown-fields.js';
import type { Bot } from './model.js';
import type { World } from './world.js';

/**
 * The Bot API over HTTP. A call goes: token → method → parameters → log → fault → limits → the method
 * itself → answer after the set latency. A call is performed at the moment its body has arrived.
 */

type Respond = (status: number, body: string) => void;

const NOT_FOUND = new BotApiError(404, 'Not Found');
const UNAUTHORIZED = new BotApiError(401, 'Unauthorized');
const LIMITED = /^(send(?!ChatAction)|copy|forward|edit)/;

/** Handles `/bot<token>/<method>`. */
export function handleBotApi(world: World, request: IncomingMessage, response: ServerResponse): void {
  const { url = '' } = request;
  const slash = url.indexOf('/', 4);
  const question = url.indexOf('?');
  const end = question === -1 ? url.length : question;
  const token = decodePath(url.slice(4, slash === -1 ? end : slash));
  const method = slash === -1 ? '' : url.slice(slash + 1, end);
  readBody(request, (error, body) => {
    const respond: Respond = (status, text) => answer(response, status, text);
    const bot = world.botsByToken.get(token);
    if (error) return respond(error.code, errorBody(error));
    if (!bot) {
      const refusal = /^\d+:[\w-]+$/.test(token) ? UNAUTHORIZED : NOT_FOUND;
      return respond(refusal.code, errorBody(refusal));
    }
    const query = question === -1 ? '' : url.slice(question + 1);
    perform(world, bot, method, () => decodeParams(request, query, body), response);
  });
}

/** Performs a call that came without a request of its own (in a bot's answer to its webhook). */
export function performReply(world: World, bot: Bot, reply: Record<string, unknown>): void {
  const { method, ...params } = reply;
  if (typeof method === 'string') perform(world, bot, method, () => params, undefined);
}

function perform(
  world: World,
  bot: Bot,
  methodName: string,
  decode: () => Params,
  response: ServerResponse | undefined,
): void {
  const spec = methodSpec(methodName);
  const entry = { at: world.clock.now(), bot_id: bot.id, method: spec?.name ?? methodName, params: {} };
  const logged = world.calls.add(entry);
  const finish = (status: number, body: string): void => send(world, response, status, body);
  const fail = (error: unknown): void => finish(...noteFailure(logged, error));
  if (!spec) return fail(NOT_FOUND);
  try {
    const raw = decode();
    logged.params = raw;
    const { params, unknown } = readParams(spec, raw);
    logged.params = unknown.length === 0 ? params : { ...raw, ...params };
    const ignored = [...unknown, ...unknownFields(params)];
    if (ignored.length > 0) logged.unknown_params = ignored;
    const call: Call = { world, bot, method: spec.name, params, raw, response };
    const fault = world.faults.take(bot.id, spec.name, params['chat_id']);
    if (fault) commitFault(fault, call, spec, logged, finish, fail);
    else run(call, spec, logged, finish, fail);
  } catch (error) {
    fail(error);
  }
}

function run(
  call: Call,
  spec: MethodSpec,
  logged: LoggedCall,
  finish: Respond,
  fail: (error: unknown) => void,
): void {
  try {
    requireParams(spec, call.params);
    const implementation = METHODS.get(spec.name);
    if (!implementation) throw new BotApiError(501, `Not implemented by the simulator: ${spec.name}`);
    if (call.world.settings.enforceLimits) enforceLimits(call);
    const result = implementation(call);
    if (result instanceof Promise) {
      result.then((value) => finish(200, noteSuccess(logged, value)), fail);
    } else {
      finish(200, noteSuccess(logged, result));
    }
  } catch (error) {
    fail(error);
  }
}

function enforceLimits({ world, bot, method, params }: Call): void {
  const chatId = params['chat_id'];
  if (typeof chatId !== 'number' || !LIMITED.test(method)) return;
  const count = optionalList(params, 'media')?.length ?? optionalList(params, 'message_ids')?.length ?? 1;
  const seconds = world.limits.take(bot.id, chatId, count, params['allow_paid_broadcast'] === true);
  if (seconds > 0) throw tooManyRequests(seconds);
}

function commitFault(
  fault: FaultSpec,
  call: Call,
  spec: MethodSpec,
  logged: LoggedCall,
  finish: Respond,
  fail: (error: unknown) => void,
): void {
  const cut = (): unknown => call.response?.socket?.destroy();
  switch (fault.kind) {
    case 'hang':
      // The client's own timeout, or the simulator's end, closes the connection.
      return;
    case 'reset':
      cut();
      return;
    case 'reset_after_accept':
      run(call, spec, logged, cut, (error) => {
        noteFailure(logged, error);
        cut();
      });
      return;
    case 'latency':
      setTimeout(() => run(call, spec, logged, finish, fail), fault.ms ?? 1000).unref();
      return;
    default:
      fail(faultError(fault));
  }
}

function noteSuccess(logged: LoggedCall, value: unknown): string {
  logged.ok = true;
  if (value instanceof RawJson) return `{"ok":true,"result":${value.json}}`;
  if (value instanceof Described) {
    return `{"ok":true,"result":true,"description":${JSON.stringify(value.description)}}`;
  }
  return `{"ok":true,"result":${JSON.stringify(value)}}`;
}

function noteFailure(logged: LoggedCall, error: unknown): [number, string] {
  const refusal =
    error instanceof BotApiError ? error : new BotApiError(500, `Internal Server Error: ${String(error)}`);
  logged.error_code = refusal.code;
  logged.description = refusal.message;
  return [refusal.code, errorBody(refusal)];
}

function errorBody(error: BotApiError): string {
  const { code: error_code, message: description, parameters } = error;
  return JSON.stringify({ ok: false, error_code, description, ...(parameters && { parameters }) });
}

function send(world: World, response: ServerResponse | undefined, status: number, body: string): void {
  if (!response) return;
  const { latencyMs } = world.settings;
  if (latencyMs <= 0) answer(response, status, body);
  else setTimeout(() => answer(response, status, body), latencyMs).unref();
}

function answer(response: ServerResponse, status: number, body: string): void {
  if (response.destroyed) return;
  response.writeHead(status, {
    'Content-Type': 'application/json',
    'Content-Length': Buffer.byteLength(body),
  });
  response.end(body);
}
