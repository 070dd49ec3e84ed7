/** How documents in the database are named: like files of the folder, within their scope. */
import { kindOf } from '../file.js';

const NAME_LENGTH = 200;
/** What no name holds: control characters, what cannot be seen, and what other systems take for something else. */
const UNFIT = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\\:*?"<>|]/u;

/** The name as it is kept; undefined where it will not do. */
export function documentName(given: string): string | undefined {
  const name = given.normalize('NFC').trim().replace(/\/+/g, '/').replace(/^\//, '');
  const parts = name.split('/');
  const isPath = parts.every((part) => part.trim() !== '' && !part.startsWith('.'));
  const isFit = isPath && name.isWellFormed() && name.length <= NAME_LENGTH && !UNFIT.test(name);
  // Below `bots/`, the folder has what is a bot's own.
  return isFit && parts[0] !== 'bots' ? name : undefined;
}

/** The name of a file that somebody sends without saying where it belongs. */
export function nameOfFile(fileName: string): string {
  const name = fileName.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\\/:*?"<>|]+/gu, ' ').trim();
  return kindOf(name) === undefined && kindOf(`faq/${name}`) === 'faq' ? `faq/${name}` : name;
}

const CONTENT_TYPES: ReadonlyMap<string, string> = new Map([
  ['md', 'text/markdown'],
  ['txt', 'text/plain'],
  ['html', 'text/html'],
  ['htm', 'text/html'],
  ['yaml', 'application/yaml'],
  ['yml', 'application/yaml'],
  ['csv', 'text/csv'],
  ['pdf', 'application/pdf'],
  ['docx', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'],
  ['xlsx', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
]);

/** What kind of file a name says that it is. */
export function contentTypeOf(name: string): string {
  return CONTENT_TYPES.get(extensionOf(name)) ?? 'application/octet-stream';
}

export function extensionOf(name: string): string {
  return /\.([^./]+)$/.exec(name)?.[1]?.toLowerCase() ?? '';
}
