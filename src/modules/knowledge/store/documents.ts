/** Documents in the database, as people look at them: what is in force on a day, and what was before. */
import type { Tx } from '../../../platform/db/database.js';
import { holdsOn } from '../passage.js';
import type { Span } from '../span.js';

export interface DocumentVersion {
  readonly id: number;
  readonly documentId: number;
  /** As answers name it. */
  readonly version: string;
  readonly title: string;
  readonly contentType: string;
  /** Bytes. */
  readonly size: number;
  /** Passages, or questions of an FAQ. */
  readonly passages: number;
  /** First and last day; null where that end is open. */
  readonly validFrom: string | null;
  readonly validUntil: string | null;
  /** As the audit log names them. */
  readonly uploadedBy: string;
  readonly uploadedThrough: 'panel' | 'api';
  readonly uploadedAt: Date;
  readonly withdrawnAt: Date | null;
}

/** `not_yet`: its first version begins on a later day. */
export type DocumentState = 'live' | 'expired' | 'not_yet' | 'withdrawn';

export interface StoredDocument {
  readonly id: number;
  /** Null where it is for all bots. */
  readonly botId: number | null;
  readonly name: string;
  readonly state: DocumentState;
  readonly newest: DocumentVersion;
  /** The version that answers are made from on that day; where it has expired, that which would be. */
  readonly inForceId: number | null;
}

type Row = DocumentVersion & Pick<StoredDocument, 'botId' | 'name' | 'inForceId'> & { readonly inForceUntil: string | null };

const VERSION = `version.id, version.document_id as "documentId", version.version, version.title, version.content_type as "contentType",
  length(version.content) as size, version.passages, version.valid_from::text as "validFrom", version.valid_until::text as "validUntil",
  version.uploaded_by as "uploadedBy", version.uploaded_through as "uploadedThrough", version.uploaded_at as "uploadedAt",
  version.withdrawn_at as "withdrawnAt"`;

/** The newest version of each document, and the newest of those whose day has come. */
const DOCUMENTS = `
  select ${VERSION}, documents.bot_id as "botId", documents.name, in_force.id as "inForceId", in_force.valid_until::text as "inForceUntil"
  from documents
  cross join lateral (
    select * from document_versions where document_id = documents.id order by id desc limit 1) as version
  left join lateral (
    select id, valid_until from document_versions
    where document_id = documents.id and withdrawn_at is null and coalesce(valid_from <= ?::date, true) order by id desc limit 1) as in_force on true`;

/** Documents that a bot answers from, or has, newest first. */
export async function listDocuments(tx: Tx, day: string, limit: number, beforeId?: number): Promise<StoredDocument[]> {
  const { rows } = await tx.raw<{ rows: Row[] }>(
    `${DOCUMENTS} where coalesce(documents.id < ?::bigint, true) order by documents.id desc limit ?`,
    [day, beforeId ?? null, limit],
  );
  return rows.map((row) => toDocument(row, day));
}

export async function findDocument(tx: Tx, id: number, day: string): Promise<StoredDocument | undefined> {
  const { rows } = await tx.raw<{ rows: Row[] }>(`${DOCUMENTS} where documents.id = ?`, [day, id]);
  return rows[0] && toDocument(rows[0], day);
}

/** Its versions, newest first. */
export async function listVersions(tx: Tx, documentId: number, limit: number, offset = 0): Promise<DocumentVersion[]> {
  const { rows } = await tx.raw<{ rows: DocumentVersion[] }>(
    `select ${VERSION} from document_versions as version where document_id = ? order by id desc limit ? offset ?`,
    [documentId, limit, offset],
  );
  return rows;
}

export async function findVersion(tx: Tx, id: number): Promise<DocumentVersion | undefined> {
  const { rows } = await tx.raw<{ rows: DocumentVersion[] }>(`select ${VERSION} from document_versions as version where id = ?`, [id]);
  return rows[0];
}

export async function contentOf(tx: Tx, versionId: number): Promise<Buffer | undefined> {
  const row = await tx('document_versions').where({ id: versionId }).first<{ content: Buffer } | undefined>('content');
  return row?.content;
}

/** Where a file of the folder stands on a day. */
export function stateOn(file: Span, day: string): DocumentState {
  if (holdsOn(file, day)) return 'live';
  return file.validFrom !== undefined && day < file.validFrom ? 'not_yet' : 'expired';
}

function toDocument({ botId, name, inForceId, inForceUntil, ...newest }: Row, day: string): StoredDocument {
  const isOver = inForceUntil !== null && inForceUntil < day;
  const state = newest.withdrawnAt ? 'withdrawn' : inForceId === null ? 'not_yet' : isOver ? 'expired' : 'live';
  return { id: newest.documentId, botId, name, state, newest, inForceId };
}
