import type { ServerResponse } from 'node:http';
import { type Params, Upload } from '../parameters.js';
import type { Bot } from '../model.js';
import type { World } from '../world.js';

/** A Bot API call on its way: who calls, what, and where the answer goes. */
export interface Call {
  readonly world: World;
  readonly bot: Bot;
  readonly method: string;
  /** Known parameters, each of its method's kind. */
  readonly params: Params;
  /** As received; holds the uploads that `attach://<name>` refers to. */
  readonly raw: Params;
  /** Absent for a call made in a webhook's answer. */
  readonly response: ServerResponse | undefined;
}

/** Returns the result, or throws a `BotApiError`. All required parameters are present. */
export type Method = (call: Call) => unknown;

/** A result that is JSON already. */
export class RawJson {
  constructor(readonly json: string) {}
}

/** The result `true` with a description beside it. */
export class Described {
  constructor(readonly description: string) {}
}

export function attachedUpload(call: Call, reference: unknown): Upload | undefined {
  if (typeof reference !== 'string' || !reference.startsWith('attach://')) return undefined;
  const upload = call.raw[reference.slice('attach://'.length)];
  return upload instanceof Upload ? upload : undefined;
}
