/**
 * Uploading: the panel asks for a file, and the reply to that question is fetched and read by a job (see jobs.ts), since both
 * may take a while. A caption may say from when to when it holds.
 */
import type { Message } from 'telegraf/types';
import { type Reply, type Question, type TellerContext, askInReply, refuse } from '../../identity/index.js';
import {
  MAX_UPLOAD_BYTES,
  type PendingUpload,
  type StoredDocument,
  addUpload,
  checkName,
  extensionOf,
  findDocument,
  nameOfFile,
} from '../../knowledge/index.js';
import { type Panel, idIn } from '../../panel/index.js';
import { daysIn } from './days.js';
import { PERMISSION, mayForAll, problemText, todayOf } from './words.js';

const TOPIC = 'admin:doc_upload';
const SHARED = '1';

export function addUploading(panel: Panel): Question {
  panel.asking('doc_upload', PERMISSION, async (ctx, [shared = '']) => {
    askForFile(ctx, ctx.t(shared === SHARED ? 'admin.docs.ask_file_all' : 'admin.docs.ask_file'), shared, '0');
    return Promise.resolve(true);
  });
  panel.asking('doc_next', PERMISSION, async (ctx, [id]) => {
    const document = await findDocument(await ctx.tx(), idIn(id), await todayOf(ctx));
    if (!document) return false;
    const question = ctx.t('admin.docs.ask_version', { title: document.newest.title, kind: extensionOf(document.name) });
    askForFile(ctx, question, document.botId === null ? SHARED : '0', String(document.id));
    return true;
  });
  return { topic: TOPIC, permission: PERMISSION, take };
}

function askForFile(ctx: TellerContext, question: string, shared: string, documentId: string): void {
  askInReply(ctx, TOPIC, question, shared, documentId);
}

async function take(ctx: TellerContext, reply: Reply, [shared = '', documentId = '']: readonly string[]): Promise<void> {
  if (shared === SHARED && !(await mayForAll(ctx))) return refuse(ctx, PERMISSION);
  const former = documentId === '0' ? undefined : await findDocument(await ctx.tx(), idIn(documentId), await todayOf(ctx));
  const sent = sentFile(ctx, reply, former, await todayOf(ctx));
  if (typeof sent === 'string') {
    // What will not do is said, and a file asked for again.
    askForFile(ctx, sent, shared, documentId);
    return;
  }
  await addUpload(await ctx.tx(), ctx.botId, { personId: ctx.person.id, shared: shared === SHARED, ...sent });
  ctx.say(ctx.t('admin.docs.reading', { name: sent.name }));
}

type SentFile = Omit<PendingUpload, 'personId' | 'shared'>;

/** The file of a reply; words where it will not do, as far as that can be seen before it is fetched. */
function sentFile({ t }: TellerContext, reply: Reply, former: StoredDocument | undefined, today: string): SentFile | string {
  if (!('document' in reply)) return t('admin.docs.no_file');
  const { file_id: fileId, file_name: fileName = '', file_size: size = 0 } = reply.document;
  if (size > MAX_UPLOAD_BYTES) return problemText(t, { code: 'too_large', detail: '' });
  const kind = former && extensionOf(former.name);
  if (kind !== undefined && extensionOf(fileName) !== kind) return t('admin.docs.other_kind', { kind });
  const named = checkName(former?.name ?? nameOfFile(fileName));
  if (!named.ok) return problemText(t, named);
  const days = captionDays(reply, today);
  return days ? { name: named.name, fileId, ...days } : t('admin.docs.no_day');
}

/** One day is the first, two are the first and the last. */
function captionDays(reply: Message.DocumentMessage, today: string): { validFrom: string | null; validUntil: string | null } | undefined {
  const days = daysIn(reply.caption ?? '', today);
  const [validFrom = null, validUntil = null, another] = days ?? [];
  if (!days || another !== undefined || (validFrom !== null && validUntil !== null && validUntil < validFrom)) return undefined;
  return { validFrom, validUntil };
}
