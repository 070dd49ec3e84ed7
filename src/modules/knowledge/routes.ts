/**
 * `/api/v1/documents`: the documents of the database. A file is read before it is stored: what cannot be answered from is
 * refused with the reason, and the former version goes on.
 */
import type { FastifyPluginCallback, FastifyRequest } from 'fastify';
import type { Database, Tx } from '../../platform/db/database.js';
import { tenantTransaction } from '../../platform/db/tenant.js';
import { Problem, invalid, notFound } from '../../platform/http/problem.js';
import * as schemas from '../../platform/http/schemas.js';
import { callerOf } from '../access/index.js';
import { findSettings } from '../bots/index.js';
import { dayIn } from './days.js';
import {
  type DocumentVersion,
  type DocumentWork,
  type Done,
  MAX_UPLOAD_BYTES,
  type StoredDocument,
  type Unusable,
  changeValidity,
  checkUpload,
  contentOf,
  findDocument,
  listDocuments,
  listVersions,
  noteDownload,
  uploadDocument,
  withdrawDocument,
} from './store/index.js';

const { ID, TEXT, TIME, answer, nullable, pageOf, pageQuery, query, record } = schemas;

/** A file of the largest size, as base64 in JSON. */
const BODY_LIMIT = Math.ceil((MAX_UPLOAD_BYTES * 4) / 3) + 65_536;
const VERSIONS = 100;

const DAY = { type: 'string', format: 'date' } as const;
const FROM = { ...nullable(DAY), description: 'The first day on which it holds; null: from its upload on' };
const UNTIL = { ...nullable(DAY), description: 'The last day on which it holds; null: without an end' };

const VERSION = {
  version_id: ID,
  version: { ...TEXT, description: 'As the sources of answers name it: the beginning of the SHA-256 of the bytes' },
  title: TEXT,
  content_type: TEXT,
  size: { type: 'integer', description: 'Bytes' },
  passages: { type: 'integer', description: 'Passages, or questions of an FAQ' },
  valid_from: FROM,
  valid_until: UNTIL,
  uploaded_at: TIME,
  uploaded_by: TEXT,
  uploaded_through: { type: 'string', enum: ['panel', 'api'] },
};

const DOCUMENT = {
  id: ID,
  name: TEXT,
  scope: { type: 'string', enum: ['bot', 'installation'], description: 'Which bots answer from it: this one, or all' },
  state: { type: 'string', enum: ['live', 'expired', 'not_yet', 'withdrawn'] },
  ...VERSION,
};

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
const SHOWN = answer('The document', { ...DOCUMENT, versions: { type: 'array', items: record({ ...VERSION, withdrawn_at: nullable(TIME) }), description: 'Newest first' } });

type WithId = { readonly Params: { readonly id: number } };

export const documentRoutes: FastifyPluginCallback<{ readonly db: Database }> = (server, { db }, done) => {
  const config = { permission: 'knowledge.manage' } as const;
  const tags = ['Documents'];
  const params = record({ id: ID });

  server.get<{ Querystring: schemas.PageQuery }>(
    '/documents',
    { config, schema: { tags, summary: 'The documents of the database that the bot answers from, or has, newest first', querystring: pageQuery(), response: { 200: pageOf(record(DOCUMENT)) } } },
    (request) => {
      const { limit } = request.query;
      const beforeId = schemas.afterId(request.query);
      return within(db, request, async ({ tx, botId }) => schemas.toPage(await listDocuments(tx, await today(tx, botId), limit + 1, beforeId), limit, present));
    },
  );

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
      checkOrder(validFrom ?? file.validFrom, validUntil ?? file.validUntil);
      const stored = await within(db, request, async (work) => {
        const made = await uploadDocument(work, file, { title, validFrom, validUntil });
        return made && { isNew: made.isNew, shown: await show(work, made.documentId) };
      });
      if (!stored) throw refusal('not_allowed');
      return reply.code(stored.isNew ? 201 : 200).send(stored.shown);
    },
  );

  server.get<WithId>(
    '/documents/:id',
    { config, schema: { tags, summary: 'A document with its versions', params, querystring: query(), response: { 200: SHOWN } } },
    (request) => within(db, request, (work) => show(work, request.params.id)),
  );

  server.get<WithId & { readonly Querystring: { readonly version?: number } }>(
    '/documents/:id/content',
    {
      config,
      schema: {
        tags,
        summary: 'The bytes of a document',
        params,
        querystring: query({ version: { ...ID, description: 'The `version_id` of an earlier version; the newest when left out' } }),
        response: { 200: { description: 'As they were uploaded', content: { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } } } },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      const found = await within(db, request, async (work) => {
        const { newest } = await documentOf(work, id);
        const versionId = request.query.version ?? newest.id;
        const content = await contentOf(work.tx, versionId);
        const document = content && (await noteDownload(work, versionId));
        if (document?.id !== id) throw notFound('version');
        return { content, name: document.name };
      });
      const name = encodeURIComponent(found.name.split('/').at(-1) ?? '');
      // Never as what it says it is: no browser is to run it.
      return reply.type('application/octet-stream').header('content-disposition', `attachment; filename*=UTF-8''${name}`).send(found.content);
    },
  );

  server.put<WithId & { readonly Body: { readonly valid_from?: string | null; readonly valid_until?: string | null } }>(
    '/documents/:id',
    { config, schema: { tags, summary: 'Change from when to when its newest version holds; what is left out stays', params, querystring: query(), body: VALIDITY, response: { 200: SHOWN } } },
    async (request) => {
      const { valid_from: validFrom, valid_until: validUntil } = request.body;
      const { result, shown } = await within(db, request, async (work) => {
        const { newest } = await documentOf(work, request.params.id);
        const wanted = { validFrom, validUntil };
        checkOrder(validFrom === undefined ? newest.validFrom : validFrom, validUntil === undefined ? newest.validUntil : validUntil);
        const changed = await changeValidity(work, newest.id, wanted);
        return { result: changed, shown: await show(work, request.params.id) };
      });
      if (result === 'not_allowed' || result === 'stale') throw refusal(result);
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

function within<T>(db: Database, request: FastifyRequest, act: (work: DocumentWork) => Promise<T>): Promise<T> {
  const { actor, botId, scope } = callerOf(request);
  return tenantTransaction(db, botId, (tx) => act({ tx, botId, actor, through: 'api', wide: scope === 'installation' }));
}

/** Thrown only after the transaction, which keeps what the audit log says of a refusal. */
function refusal(done: Exclude<Done, 'done' | 'unchanged'>): Problem {
  if (done === 'no_such') return notFound('document');
  if (done === 'stale') return new Problem(409, 'stale', 'The document was withdrawn, or has a newer version by now.');
  return new Problem(403, 'not_allowed', 'A document of all bots takes a token of the whole installation.');
}

async function documentOf({ tx, botId }: DocumentWork, id: number): Promise<StoredDocument> {
  const document = await findDocument(tx, id, await today(tx, botId));
  if (!document) throw notFound('document');
  return document;
}

async function show(work: DocumentWork, id: number): Promise<object> {
  const document = await documentOf(work, id);
  const versions = await listVersions(work.tx, id, VERSIONS);
  return { ...present(document), versions: versions.map((each) => ({ ...presentVersion(each), withdrawn_at: each.withdrawnAt })) };
}

async function today(tx: Tx, botId: number): Promise<string> {
  return dayIn((await findSettings(tx, botId)).settings.workingHours.timeZone, new Date());
}

function bytesOf({ content, text }: UploadBody): Uint8Array {
  if ((content === undefined) === (text === undefined)) throw invalid('body.content', 'either `content` or `text` is needed');
  if (text !== undefined) return Buffer.from(text);
  const base64 = (content ?? '').replace(/\s+/g, '');
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(base64) || base64.length % 4 === 1) throw invalid('body.content', 'is no base64');
  return Buffer.from(base64, 'base64');
}

function checkOrder(from: string | null | undefined, until: string | null | undefined): void {
  if (from != null && until != null && until < from) throw invalid('body.valid_until', 'is before valid_from');
}

function unusable({ code, detail }: Unusable): Problem {
  const field = code === 'name' || code === 'kind' ? 'body.name' : 'body.content';
  return new Problem(422, `document_${code}`, 'The document cannot be used.', { errors: [{ field, message: detail }] });
}

function present({ id, botId, name, state, newest }: StoredDocument): object {
  return { id, name, scope: botId === null ? 'installation' : 'bot', state, ...presentVersion(newest) };
}

function presentVersion(version: DocumentVersion): object {
  return {
    version_id: version.id,
    version: version.version,
    title: version.title,
    content_type: version.contentType,
    size: version.size,
    passages: version.passages,
    valid_from: version.validFrom,
    valid_until: version.validUntil,
    uploaded_at: version.uploadedAt,
    uploaded_by: version.uploadedBy,
    uploaded_through: version.uploadedThrough,
  };
}
