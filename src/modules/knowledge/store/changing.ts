/** The routes that change documents; see routes.ts. */
import type { FastifyPluginCallback } from 'fastify';
import type { Database } from '../../../platform/db/database.js';
import { Problem, invalid } from '../../../platform/http/problem.js';
import * as schemas from '../../../platform/http/schemas.js';
import { callerOf } from '../../access/index.js';
import { changeValidity, uploadDocument, withdrawDocument } from './acts.js';
import { MAX_UPLOAD_BYTES, type Unusable, checkUpload } from './checking.js';
import { DOCUMENT, FROM, SHOWN, UNTIL, type WithId, documentOf, refusal, show, within } from './serving.js';

const { ID, TEXT, query, record } = schemas;

/** A file of the largest size, as base64 in JSON. */
const BODY_LIMIT = Math.ceil((MAX_UPLOAD_BYTES * 4) / 3) + 65_536;
const config = { permission: 'knowledge.manage' } as const;
const tags = ['Documents'];
const params = record({ id: ID });

interface UploadBody {
  readonly name: string;
  readonly content?: string;
  readonly text?: string;
  readonly title?: string;
  readonly valid_from?: string | null;
  readonly valid_until?: string | null;
  readonly scope: 'bot' | 'installation';
}

const UPLOAD = {
  ...record(
    {
      name: { ...TEXT, minLength: 1, maxLength: 200, description: 'Like a path: `ru/tariffs.pdf`, `faq/cards.yaml`; the same name again is a new version' },
      content: { ...TEXT, description: 'The bytes of the file as base64' },
      text: { ...TEXT, description: 'The text of the file, instead of `content`' },
      title: { ...TEXT, minLength: 1, maxLength: 200, description: 'As the file says it when left out' },
      valid_from: FROM,
      valid_until: UNTIL,
      scope: { ...DOCUMENT.scope, default: 'bot', description: 'Which bots answer from it; `installation` takes a token of the whole installation' },
    },
    ['content', 'text', 'title', 'valid_from', 'valid_until', 'scope'],
  ),
};

const VALIDITY = record({ valid_from: FROM, valid_until: UNTIL }, ['valid_from', 'valid_until']);

export const documentUploads: FastifyPluginCallback<{ readonly db: Database }> = (server, { db }, done) => {
  server.post<{ Body: UploadBody }>(
    '/documents',
    {
      config,
      bodyLimit: BODY_LIMIT,
      schema: {
        tags,
        summary: 'Upload a document, or a new version of it; the same bytes again are none',
        querystring: query(),
        body: UPLOAD,
        response: { 200: { ...SHOWN, description: 'The newest version has these bytes already' }, 201: { ...SHOWN, description: 'Uploaded' } },
      },
    },
    async (request, reply) => {
      const { name, title, scope, valid_from: validFrom, valid_until: validUntil } = request.body;
      const { botId } = callerOf(request);
      const file = await checkUpload(scope === 'installation' ? null : botId, name, bytesOf(request.body));
      if (!file.ok) throw unusable(file);
      const stored = await within(db, request, async (work) => {
        const made = await uploadDocument(work, file, { title, validFrom, validUntil });
        return typeof made === 'string' ? made : { isNew: made.isNew, shown: await show(work, made.documentId) };
      });
      if (typeof stored === 'string') throw refusal(stored);
      return reply.code(stored.isNew ? 201 : 200).send(stored.shown);
    },
  );
  done();
};

export const documentChanges: FastifyPluginCallback<{ readonly db: Database }> = (server, { db }, done) => {
  server.put<WithId & { readonly Body: { readonly valid_from?: string | null; readonly valid_until?: string | null } }>(
    '/documents/:id',
    { config, schema: { tags, summary: 'Change from when to when its newest version holds; what is left out stays', params, querystring: query(), body: VALIDITY, response: { 200: SHOWN } } },
    async (request) => {
      const { valid_from: validFrom, valid_until: validUntil } = request.body;
      const { result, shown } = await within(db, request, async (work) => {
        const { newest } = await documentOf(work, request.params.id);
        const changed = await changeValidity(work, newest.id, { validFrom, validUntil });
        return { result: changed, shown: await show(work, request.params.id) };
      });
      if (result !== 'done' && result !== 'unchanged') throw refusal(result);
      return shown;
    },
  );

  server.delete<WithId>(
    '/documents/:id',
    { config, schema: { tags, summary: 'Withdraw a document: nothing is answered from it any more', params, querystring: query(), response: { 204: { type: 'null', description: 'Withdrawn' } } } },
    async (request, reply) => {
      const result = await within(db, request, (work) => withdrawDocument(work, request.params.id));
      if (result !== 'done' && result !== 'unchanged') throw refusal(result);
      return reply.code(204).send();
    },
  );
  done();
};

function bytesOf({ content, text }: UploadBody): Uint8Array {
  if ((content === undefined) === (text === undefined)) throw invalid('body.content', 'either `content` or `text` is needed');
  if (text !== undefined) return Buffer.from(text);
  const base64 = (content ?? '').replace(/\s+/g, '');
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(base64) || base64.length % 4 === 1) throw invalid('body.content', 'is no base64');
  return Buffer.from(base64, 'base64');
}

function unusable({ code, detail }: Unusable): Problem {
  const field = code === 'name' || code === 'kind' ? 'body.name' : 'body.content';
  return new Problem(422, `document_${code}`, 'The document cannot be used.', { errors: [{ field, message: detail }] });
}
