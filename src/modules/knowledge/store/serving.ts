/** What the routes of documents share: their work, what they answer with, and how they refuse. */
import type { FastifyRequest } from 'fastify';
import type { Database, Tx } from '../../../platform/db/database.js';
import { tenantTransaction } from '../../../platform/db/tenant.js';
import { Problem, invalid, notFound } from '../../../platform/http/problem.js';
import * as schemas from '../../../platform/http/schemas.js';
import { callerOf } from '../../access/index.js';
import { findSettings } from '../../bots/index.js';
import { dayIn } from '../days.js';
import type { DocumentWork, Done } from './acts.js';
import { type DocumentVersion, type StoredDocument, findDocument, listVersions } from './documents.js';

const VERSIONS = 100;

const { ID, TEXT, TIME, answer, nullable, record } = schemas;

const DAY = { type: 'string', format: 'date' } as const;
export const FROM = { ...nullable(DAY), description: 'The first day on which it holds; null: from its upload on' };
export const UNTIL = { ...nullable(DAY), description: 'The last day on which it holds; null: without an end' };

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

export const DOCUMENT = {
  id: ID,
  name: TEXT,
  scope: { type: 'string', enum: ['bot', 'installation'], description: 'Which bots answer from it: this one, or all' },
  state: { type: 'string', enum: ['live', 'expired', 'not_yet', 'withdrawn'] },
  ...VERSION,
};

export const SHOWN = answer('The document', { ...DOCUMENT, versions: { type: 'array', items: record({ ...VERSION, withdrawn_at: nullable(TIME) }), description: 'Newest first' } });

export interface WithId {
  readonly Params: { readonly id: number };
}

export function within<T>(db: Database, request: FastifyRequest, act: (work: DocumentWork) => Promise<T>): Promise<T> {
  const { actor, botId, scope } = callerOf(request);
  return tenantTransaction(db, botId, (tx) => act({ tx, botId, actor, through: 'api', wide: scope === 'installation' }));
}

/** Thrown only after the transaction, which keeps what the audit log says of a refusal. */
export function refusal(done: Exclude<Done, 'done' | 'unchanged'>): Problem {
  if (done === 'no_such') return notFound('document');
  if (done === 'turned') return invalid('body.valid_until', 'is before valid_from');
  if (done === 'stale') return new Problem(409, 'stale', 'The document was withdrawn, or has a newer version by now.');
  return new Problem(403, 'not_allowed', 'A document of all bots takes a token of the whole installation.');
}

export async function documentOf({ tx, botId }: DocumentWork, id: number): Promise<StoredDocument> {
  const document = await findDocument(tx, id, await today(tx, botId));
  if (!document) throw notFound('document');
  return document;
}

export async function show(work: DocumentWork, id: number): Promise<object> {
  const document = await documentOf(work, id);
  const versions = await listVersions(work.tx, id, VERSIONS);
  return { ...present(document), versions: versions.map((each) => ({ ...presentVersion(each), withdrawn_at: each.withdrawnAt })) };
}

export async function today(tx: Tx, botId: number): Promise<string> {
  return dayIn((await findSettings(tx, botId)).settings.workingHours.timeZone, new Date());
}

export function present({ id, botId, name, state, newest }: StoredDocument): object {
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
