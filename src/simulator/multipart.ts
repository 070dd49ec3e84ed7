import { badRequest } from './errors.js';
import { type Params, Upload } from './parameters.js';

/** Parses multipart/form-data: parts with a file name become an `Upload`, the others text. */
export function parseMultipart(contentType: string, body: Buffer): Params {
  const match = /boundary="?([^";]+)"?/i.exec(contentType);
  if (!match?.[1]) throw badRequest("can't parse multipart: there is no boundary");
  const delimiter = Buffer.from(`--${match[1]}`);
  const params: Params = {};
  let start = body.indexOf(delimiter);
  while (start !== -1) {
    const from = start + delimiter.length;
    if (body.toString('latin1', from, from + 2) === '--') return params;
    const next = body.indexOf(delimiter, from);
    if (next === -1) break;
    readPart(body.subarray(from, next), params);
    start = next;
  }
  throw badRequest("can't parse multipart: the body ends too early");
}

function readPart(part: Buffer, params: Params): void {
  const split = part.indexOf('\r\n\r\n');
  if (split === -1) throw badRequest("can't parse multipart: a part has no headers");
  const head = part.toString('utf8', 0, split);
  const bytes = part.subarray(split + 4, part.length - 2);
  const name = /[ ;]name="([^"]*)"/i.exec(head)?.[1];
  if (name === undefined) return;
  const fileName = /filename="([^"]*)"/i.exec(head)?.[1];
  const mimeType = /content-type:\s*([^\r\n;]+)/i.exec(head)?.[1];
  params[name] =
    fileName === undefined ? bytes.toString() : new Upload(fileName, mimeType, Buffer.from(bytes));
}
