import { BOT_API_METHODS } from './bot-api-methods.js';
import { badRequest } from './errors.js';

/**
 * Parameters as the Bot API reads them: whatever way they came (JSON, form, multipart, query), a value is
 * brought to the kind its method states, since Telegram itself takes `"5"` for 5 and a JSON text for an
 * object.
 */
export type Params = Record<string, unknown>;

export type ParameterKind = 'int' | 'num' | 'str' | 'bool' | 'id' | 'file' | 'list' | 'obj';

export interface MethodSpec {
  readonly name: string;
  readonly parameters: ReadonlyMap<string, ParameterKind>;
  readonly required: readonly string[];
}

/** A file that came with a multipart request. Logged by name and size only. */
export class Upload {
  constructor(
    readonly name: string,
    readonly mimeType: string | undefined,
    readonly bytes: Buffer,
  ) {}

  toJSON(): { file_name: string; size: number } {
    return { file_name: this.name, size: this.bytes.length };
  }
}

const KINDS: ReadonlySet<string> = new Set(['int', 'num', 'str', 'bool', 'id', 'file', 'list', 'obj']);

function isKind(word: string): word is ParameterKind {
  return KINDS.has(word);
}

function parseMethod(line: string): MethodSpec {
  const [head = '', ...words] = line.split(/\s+/);
  const parameters = new Map<string, ParameterKind>();
  const required: string[] = [];
  for (const word of words) {
    const [left = '', kind = ''] = word.split('=');
    const name = left.replace('!', '');
    if (!isKind(kind)) throw new Error(`Unknown kind in the Bot API data: ${word}`);
    parameters.set(name, kind);
    if (left.endsWith('!')) required.push(name);
  }
  return { name: head.replace(':', ''), parameters, required };
}

const METHODS = new Map(
  BOT_API_METHODS.trim()
    .replaceAll('\n  ', ' ')
    .split('\n')
    .map((line) => parseMethod(line))
    .map((method) => [method.name, method]),
);
const BY_LOWER_CASE = new Map([...METHODS.values()].map((method) => [method.name.toLowerCase(), method]));

/** The method's description, or undefined when Telegram has no such method. Names ignore case. */
export function methodSpec(name: string): MethodSpec | undefined {
  return METHODS.get(name) ?? BY_LOWER_CASE.get(name.toLowerCase());
}

export function allMethods(): IterableIterator<MethodSpec> {
  return METHODS.values();
}

/** What Telegram says when a parameter is missing, where it has its own words for it. */
const MISSING: Readonly<Record<string, string>> = {
  chat_id: 'chat_id is empty',
  text: 'message text is empty',
  message_id: 'message identifier is not specified',
  from_chat_id: 'chat_id is empty',
  user_id: 'invalid user_id specified',
  callback_query_id: 'query is too old and response timeout expired or query ID is invalid',
  action: 'wrong parameter action in request',
  photo: 'there is no photo in the request',
  document: 'there is no document in the request',
  voice: 'there is no voice in the request',
  video: 'there is no video in the request',
  video_note: 'there is no video note in the request',
  audio: 'there is no audio in the request',
  animation: 'there is no animation in the request',
  sticker: 'there is no sticker in the request',
};

function jsonOf(value: string, name: string): unknown {
  try {
    return JSON.parse(value);
  } catch {
    throw badRequest(`can't parse parameter "${name}": it is not a JSON-serialized value`);
  }
}

function wrongType(name: string, expected: string): Error {
  return badRequest(`parameter "${name}" must be of type ${expected}`);
}

function toNumber(value: unknown, name: string, whole: boolean): number {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  if (typeof number === 'number' && Number.isFinite(number) && (!whole || Number.isSafeInteger(number))) {
    return number;
  }
  throw wrongType(name, whole ? 'Integer' : 'Float');
}

function toBoolean(value: unknown, name: string): boolean {
  if (typeof value === 'boolean') return value;
  const word = String(value).toLowerCase();
  if (word === 'true' || word === 'yes' || word === '1') return true;
  if (word === 'false' || word === 'no' || word === '0' || word === '') return false;
  throw wrongType(name, 'Boolean');
}

function toText(value: unknown, name: string): string {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw wrongType(name, 'String');
}

function toId(value: unknown, name: string): number | string {
  if (typeof value === 'string') return /^-?\d+$/.test(value) ? toNumber(value, name, true) : value;
  return toNumber(value, name, true);
}

function toObject(value: unknown, name: string): object {
  const parsed = typeof value === 'string' ? jsonOf(value, name) : value;
  if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)) return parsed;
  throw name === 'reply_markup' ? badRequest('object expected as reply markup') : wrongType(name, 'Object');
}

function toList(value: unknown, name: string): unknown[] {
  const parsed = typeof value === 'string' ? jsonOf(value, name) : value;
  if (Array.isArray(parsed)) return parsed as unknown[];
  throw wrongType(name, 'Array');
}

function toFile(value: unknown, name: string): string | Upload {
  if (value instanceof Upload || typeof value === 'string') return value;
  throw wrongType(name, 'InputFile or String');
}

function convert(value: unknown, kind: ParameterKind, name: string): unknown {
  switch (kind) {
    case 'str':
      return typeof value === 'string' ? value : toText(value, name);
    case 'int':
      return typeof value === 'number' && Number.isSafeInteger(value) ? value : toNumber(value, name, true);
    case 'num':
      return toNumber(value, name, false);
    case 'bool':
      return toBoolean(value, name);
    case 'id':
      return toId(value, name);
    case 'file':
      return toFile(value, name);
    case 'list':
      return toList(value, name);
    case 'obj':
      return toObject(value, name);
  }
}

export interface ReadParams {
  params: Params;
  /** Parameters the method does not know. Telegram ignores them without a word. */
  unknown: string[];
}

/**
 * Sorts raw values into known and unknown ones; throws a 400 for a wrong type. Missing ones:
 * `requireParams`.
 */
export function readParams(spec: MethodSpec, raw: Params): ReadParams {
  const params: Params = {};
  const unknown: string[] = [];
  for (const name in raw) {
    const value = raw[name];
    if (value === null || value === undefined) continue;
    const kind = spec.parameters.get(name);
    if (kind === undefined) unknown.push(name);
    else params[name] = convert(value, kind, name);
  }
  return { params, unknown };
}

/** Throws Telegram's 400 for the first required parameter that is missing. */
export function requireParams(spec: MethodSpec, params: Params): void {
  for (const name of spec.required) {
    if (params[name] === undefined) throw badRequest(MISSING[name] ?? `parameter "${name}" is required`);
  }
}

export function optionalText(params: Params, name: string): string | undefined {
  const value = params[name];
  return typeof value === 'string' ? value : undefined;
}

export function optionalNumber(params: Params, name: string): number | undefined {
  const value = params[name];
  return typeof value === 'number' ? value : undefined;
}

export function flag(params: Params, name: string): boolean {
  return params[name] === true;
}

export function optionalObject(params: Params, name: string): Record<string, unknown> | undefined {
  const value = params[name];
  return isRecord(value) ? value : undefined;
}

export function optionalList(params: Params, name: string): unknown[] | undefined {
  const value = params[name];
  return Array.isArray(value) ? (value as unknown[]) : undefined;
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
