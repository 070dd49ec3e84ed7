/**
 * Fetches files that were sent to the panel, reads them and keeps those that can be answered from. Whoever sent one is told
 * what came of it. Done twice, it is kept once: the row of the upload leaves in the transaction that keeps the file.
 */
import type { Locale, Texts } from '../../../locales/index.js';
import type { Database, Tx } from '../../../platform/db/database.js';
import { tenantTransaction } from '../../../platform/db/tenant.js';
import type { Logger } from '../../../platform/logging/logger.js';
import type { BotApi } from '../../../telegram/bot-api.js';
import { download } from '../../../telegram/downloads.js';
import { type OutgoingCall, enqueueCalls } from '../../../telegram/outbox.js';
import { messageCalls } from '../../../telegram/message-calls.js';
import { classifySendError } from '../../../telegram/send-error.js';
import { can, mayEverywhere } from '../../access/index.js';
import { type Person, findPersons } from '../../identity/index.js';
import {
  type PendingUpload,
  type Unusable,
  type UploadName,
  type Usable,
  MAX_UPLOAD_BYTES,
  beginUpload,
  checkUpload,
  endUpload,
  postponeUpload,
  uploadDocument,
} from '../../knowledge/index.js';
import { back, to, view, viewCalls } from '../../panel/index.js';
import { PERMISSION, problemText, validityText } from './words.js';

export interface FetchingParts {
  readonly db: Database;
  readonly texts: Texts;
  readonly defaultLocale: Locale;
  readonly log: Logger;
  readonly apiOf: (botId: number) => Promise<BotApi>;
}

/** Tries at which a file that cannot be had is given up. */
const ATTEMPTS = 6;

type Begun = PendingUpload & { readonly attempts: number };
type Fetched = Usable | Unusable | { readonly ok: false; readonly code: 'gone' | 'unavailable' };

export async function fetchUpload(parts: FetchingParts, { botId, uploadId }: UploadName, signal: AbortSignal): Promise<void> {
  const within = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => tenantTransaction(parts.db, botId, work);
  const upload = await within((tx) => beginUpload(tx, uploadId));
  if (!upload) return;
  const fetched = await fetchOnce(parts, botId, upload, signal).catch(async (error: unknown): Promise<Fetched | undefined> => {
    const failure = failureOf(error) ?? (upload.attempts >= ATTEMPTS ? 'unavailable' : undefined);
    if (failure !== undefined && !signal.aborted) return { ok: false, code: failure };
    await within((tx) => postponeUpload(tx, uploadId));
    parts.log.warn({ err: error, botId }, 'a document could not be fetched');
    return undefined;
  });
  if (!fetched) return;
  await within(async (tx) => {
    if (!(await endUpload(tx, uploadId))) return;
    const [person] = await findPersons(tx, [upload.personId]);
    if (person) await enqueueCalls(tx, botId, await keep(parts, tx, botId, { upload, person, fetched }));
  });
}

/** One at which every try has ended without a word, as a process does that it ends, is given up unread. */
async function fetchOnce(parts: FetchingParts, botId: number, upload: Begun, signal: AbortSignal): Promise<Fetched> {
  return upload.attempts > ATTEMPTS ? { ok: false, code: 'unavailable' } : fetchFile(parts, botId, upload, signal);
}

async function fetchFile({ apiOf }: FetchingParts, botId: number, upload: PendingUpload, signal: AbortSignal): Promise<Fetched> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of download(await apiOf(botId), upload.fileId, signal)) {
    bytes += chunk.length;
    if (bytes > MAX_UPLOAD_BYTES) return { ok: false, code: 'too_large', detail: '' };
    chunks.push(chunk);
  }
  return checkUpload(upload.shared ? null : botId, upload.name, Buffer.concat(chunks));
}

interface Work {
  readonly upload: PendingUpload;
  readonly person: Person;
  readonly fetched: Fetched;
}

/** Keeps the file, if whoever sent it may still do so; answers what they are told. */
async function keep({ texts, defaultLocale }: FetchingParts, tx: Tx, botId: number, { upload, person, fetched }: Work): Promise<OutgoingCall[]> {
  const locale = person.locale ?? defaultLocale;
  const t = texts(locale);
  const { telegramId } = person;
  if (!fetched.ok) {
    const reason = 'detail' in fetched ? problemText(t, fetched) : t(`admin.docs.${fetched.code}`);
    return messageCalls(telegramId, t('admin.docs.not_taken', { name: upload.name, reason }));
  }
  const actor = { id: `person:${person.id}`, roles: person.roles, surface: 'worker' } as const;
  const wide = await mayEverywhere(tx, telegramId, PERMISSION);
  const { validFrom, validUntil } = upload;
  const days = { ...(validFrom !== null && { validFrom }), ...(validUntil !== null && { validUntil }) };
  const work = { tx, botId, actor, through: 'panel', wide } as const;
  const stored = can(person, PERMISSION) ? await uploadDocument(work, fetched, days) : 'not_allowed';
  if (stored === 'not_allowed') return messageCalls(telegramId, t('common.forbidden'));
  if (stored === 'turned') {
    return messageCalls(telegramId, t('admin.docs.not_taken', { name: upload.name, reason: t('admin.docs.turned') }));
  }
  const validity = validityText(t, locale, { validFrom: validFrom ?? fetched.validFrom, validUntil: validUntil ?? fetched.validUntil });
  const lines = [
    t(stored.isNew ? 'admin.docs.taken' : 'admin.docs.known', { name: upload.name, passages: fetched.passages }),
    ...(validity === undefined ? [] : [t('admin.docs.valid', { validity })]),
  ];
  return viewCalls(telegramId, view(fetched.title, lines, [[to(t('admin.docs.open'), 'doc', stored.documentId)], back(t, 'docs', 0)]));
}

/** Why a file can never be had; undefined when it may be had later. */
function failureOf(error: unknown): 'gone' | undefined {
  const { kind } = classifySendError(error);
  return kind === 'bad_request' || kind === 'chat_not_found' ? 'gone' : undefined;
}
