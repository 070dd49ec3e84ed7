/**
 * What staff do with the documents of the database. Each act is checked for whose document it is, done, and written into the
 * audit log in one transaction; those who answer follow once it is committed. A document of all bots is changed only by
 * whoever may do so in the whole installation.
 */
import type { Tx } from '../../../platform/db/database.js';
import { reachInstallation } from '../../../platform/db/tenant.js';
import { type Actor, audit } from '../../audit/index.js';
import type { Usable } from './checking.js';
import { type StoredDocument, findDocument, findVersion } from './documents.js';
import { type Stored, type WantedValidity, addVersion, isTurned, restoreVersion, setValidity, withdrawAll } from './versions.js';

/** Somebody at work in a transaction of a bot. */
export interface DocumentWork {
  readonly tx: Tx;
  readonly botId: number;
  readonly actor: Actor;
  readonly through: 'panel' | 'api';
  /** Whether they may do it in the whole installation. */
  readonly wide: boolean;
}

/** `stale`: it is not what it was when somebody decided about it. `turned`: it would end before it begins. */
export type Done = 'done' | 'unchanged' | 'no_such' | 'not_allowed' | 'stale' | 'turned';

/** What is left out is as the file says it of itself. */
export interface WantedUpload extends WantedValidity {
  readonly title?: string | undefined;
}

/**
 * Keeps a file as the newest version of the document of its name; the same bytes again are no new version, but hold from
 * when to when is said now.
 */
export async function uploadDocument(work: DocumentWork, file: Usable, wanted: WantedUpload): Promise<Stored | 'not_allowed' | 'turned'> {
  if (!(await mayChange(work, file, 'document.upload', { name: file.name }))) return 'not_allowed';
  const { tx, actor, through } = work;
  const { title = file.title, validFrom = file.validFrom ?? null, validUntil = file.validUntil ?? null } = wanted;
  if (isTurned({ validFrom, validUntil })) return 'turned';
  const stored = await addVersion(tx, { file, title, by: actor.id, through, validFrom, validUntil });
  const isSaid = wanted.validFrom !== undefined || wanted.validUntil !== undefined;
  if (!stored.isNew && isSaid && (await changeValidity(work, stored.versionId, wanted)) === 'turned') return 'turned';
  const details = { name: file.name, version: stored.versionId, bytes: file.bytes.length };
  if (stored.isNew) await note(work, 'document.upload', { id: stored.documentId, botId: file.botId }, details);
  return stored;
}

/** Changes from when to when a version holds; what is left out stays. Only the newest one's can be changed. */
export async function changeValidity(
  work: DocumentWork,
  versionId: number,
  wanted: WantedValidity,
): Promise<Done> {
  const document = await documentOfVersion(work, versionId);
  if (!document) return 'no_such';
  if (!(await mayChange(work, document, 'document.validity'))) return 'not_allowed';
  const set = await setValidity(work.tx, versionId, wanted);
  if (typeof set === 'string') return set;
  const { before, after } = set;
  if (before.validFrom === after.validFrom && before.validUntil === after.validUntil) return 'unchanged';
  await note(work, 'document.validity', document, { version: versionId, before, after });
  return 'done';
}

/** Withdraws a document with all its versions: nobody answers from it any more. */
export async function withdrawDocument(work: DocumentWork, id: number): Promise<Done> {
  const document = await documentOf(work, id);
  if (!document) return 'no_such';
  if (!(await mayChange(work, document, 'document.withdraw'))) return 'not_allowed';
  if (!(await withdrawAll(work.tx, id))) return 'unchanged';
  await note(work, 'document.withdraw', document);
  return 'done';
}

/** Makes a former version the newest one again. */
export async function restoreDocument(work: DocumentWork, versionId: number): Promise<Done> {
  const document = await documentOfVersion(work, versionId);
  if (!document) return 'no_such';
  if (!(await mayChange(work, document, 'document.restore'))) return 'not_allowed';
  if (!(await restoreVersion(work.tx, versionId, work.actor.id, work.through))) return 'unchanged';
  await note(work, 'document.restore', document, { version: versionId });
  return 'done';
}

/** Writes down that somebody gets a version as a file. Answers its document. */
export async function noteDownload(work: DocumentWork, versionId: number): Promise<StoredDocument | undefined> {
  const document = await documentOfVersion(work, versionId);
  if (document) await note(work, 'document.download', document, { version: versionId });
  return document;
}

type Whose = Pick<StoredDocument, 'botId'>;

/** A document of all bots is no single bot's to change: the attempt is written down. */
async function mayChange(work: DocumentWork, { botId, ...document }: Whose & { readonly id?: number }, action: string, details?: object): Promise<boolean> {
  const { tx, actor, wide } = work;
  if (botId !== null) return botId === work.botId;
  if (wide) await reachInstallation(tx);
  else {
    const object = document.id === undefined ? {} : { object: `document:${document.id}` };
    await audit(tx, work.botId, { actor, action, outcome: 'denied', ...object, details: { ...details, shared: true } });
  }
  return wide;
}

async function note({ tx, botId, actor }: DocumentWork, action: string, document: Whose & { readonly id: number }, details?: object): Promise<void> {
  const all = { ...details, ...(document.botId === null && { shared: true }) };
  await audit(tx, botId, { actor, action, object: `document:${document.id}`, ...(Object.keys(all).length > 0 && { details: all }) });
}

/** Which day it is does not matter to who may change a document. */
function documentOf({ tx }: DocumentWork, id: number): Promise<StoredDocument | undefined> {
  return findDocument(tx, id, '1970-01-01');
}

async function documentOfVersion(work: DocumentWork, versionId: number): Promise<StoredDocument | undefined> {
  const version = await findVersion(work.tx, versionId);
  return version && documentOf(work, version.documentId);
}
