import { basename } from 'node:path';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { StoredFile } from './files.js';

/**
 * Gives a file to the page. Whatever somebody sent must not run as part of the page: only pictures and sound
 * are shown where they are, everything else is a download that even when opened may do nothing.
 */
export function sendFile(request: FastifyRequest, reply: FastifyReply, file: StoredFile): FastifyReply {
  reply.type(file.mimeType).header('X-Content-Type-Options', 'nosniff');
  // An SVG is a document that can hold scripts.
  const shown = /^(image|audio|video)\//.test(file.mimeType) && file.mimeType !== 'image/svg+xml';
  if (!shown) {
    reply.header('Content-Disposition', `attachment; filename*=UTF-8''${headerName(file)}`);
    reply.header('Content-Security-Policy', "sandbox; default-src 'none'");
  }
  if (!/^(audio|video)\//.test(file.mimeType)) return reply.send(file.bytes);
  reply.header('Accept-Ranges', 'bytes');
  return sendRange(request.headers.range, reply, file.bytes);
}

/** Players ask for parts in order to seek. Several parts at once are answered with the whole. */
function sendRange(range: string | undefined, reply: FastifyReply, bytes: Buffer): FastifyReply {
  const [, first = '', last = ''] = /^bytes=(\d*)-(\d*)$/.exec(range ?? '') ?? [];
  if (first === '' && last === '') return reply.send(bytes);
  const start = first === '' ? Math.max(0, bytes.length - Number(last)) : Number(first);
  const end = first === '' || last === '' ? bytes.length - 1 : Math.min(Number(last), bytes.length - 1);
  if (start > end) return reply.code(416).header('Content-Range', `bytes */${bytes.length}`).send();
  reply.code(206).header('Content-Range', `bytes ${start}-${end}/${bytes.length}`);
  return reply.send(bytes.subarray(start, end + 1));
}

function headerName({ fields, path }: StoredFile): string {
  const name = (fields.file_name ?? basename(path)).toWellFormed();
  return encodeURIComponent(name).replace(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`);
}
