/**
 * What the author of a draft says for it: in the command, in a reply to the question, in the further messages of an
 * album, and in messages that they edit afterwards. A message of an album that has begun a draft, or a text of one,
 * belongs to it even where it replies to nothing: it is said to nobody else.
 */
import { message } from 'telegraf/filters';
import type { Message } from 'telegraf/types';
import type { Texts } from '../../../locales/index.js';
import { Handlers, type TellerContext, auditAct } from '../../identity/index.js';
import { idIn, sayView } from '../../panel/index.js';
import { LIST_TOPIC } from '../audience/views.js';
import { type Language, type Said, albumIn, edited, joined, saidIn, withSaid } from '../content.js';
import { earlierView } from '../earlier.js';
import { type ProgressOptions, progressShown } from '../progress.js';
import { type Broadcast, insertBroadcast, lockDraft } from '../repository.js';
import { awaitAlbum, setContent, withAlbum, withMessage } from '../saying.js';
import { type Talks, askForNext, askingBot } from './asking.js';
import { takeFile } from './audience-list.js';
import { draftCalls, draftPanel } from './draft.js';
import { languageIn } from './preview.js';
import { SAY } from './texts.js';

const NEW = 'broadcast:new';

export interface ReceivedOptions extends ProgressOptions {
  readonly talks: Talks;
  readonly texts: Texts;
}

export function receivedBot({ texts, talks, started }: ReceivedOptions): Handlers {
  const handlers = new Handlers();
  handlers.for('broadcasts.send').command('broadcast', (ctx) => begin(ctx, texts));
  const author = handlers.only('broadcasts.send');
  author.on(message(), (ctx, next) => joinAlbum(ctx, ctx.message, next));
  author.on('edited_message', (ctx, next) => follow(ctx, texts, ctx.editedMessage as Message, next));
  return handlers.use(
    askingBot(talks, [
      { topic: NEW, take: (ctx, answer) => draft(ctx, texts, answer) },
      { topic: SAY, take: (ctx, answer, args) => say(ctx, texts, answer, args) },
      { topic: LIST_TOPIC, take: (ctx, answer, [id]) => takeList(ctx, answer, id, started) },
    ]),
  );
}

/**
 * `/broadcast text` leads straight to the preview; without a text, earlier ones are shown and the next message is asked for,
 * last, so that the field for the reply opens.
 */
async function begin(ctx: TellerContext, texts: Texts): Promise<void> {
  if (!ctx.message) return;
  if (saidIn(ctx.message)) return draft(ctx, texts, ctx.message);
  const earlier = await earlierView(ctx);
  if (earlier) sayView(ctx, earlier);
  return askForNext(ctx, NEW, ctx.t('broadcasts.ask'));
}

async function draft(ctx: TellerContext, texts: Texts, received: Message): Promise<void> {
  const said = saidIn(received);
  if (!said) return askForNext(ctx, NEW, ctx.t('broadcasts.cannot_send'));
  const made = await insertBroadcast(await ctx.tx(), ctx.botId, ctx.person.id, { said: { any: said } });
  await auditAct(ctx, { action: 'broadcast.draft', object: `broadcast:${made.id}` });
  await show(ctx, texts, made, 'any', said);
}

/** Takes what was asked for to be said to a language. */
async function say(ctx: TellerContext, texts: Texts, reply: Message, [id, arg]: readonly string[]): Promise<void> {
  const language = languageIn(arg) ?? 'any';
  const said = saidIn(reply);
  const tx = await ctx.tx();
  const found = await lockDraft(tx, idIn(id), ctx.person.id);
  if (!found) {
    // The rest of it belongs to nobody else, and is told about only once.
    if (said?.kind === 'album') await awaitAlbum(tx, idIn(id), said.groupId);
    return tellGone(ctx, idIn(id));
  }
  if (said) await setSaid(ctx, texts, found, language, said);
  else await askForNext(ctx, SAY, ctx.t('broadcasts.cannot_send'), String(found.id), language);
}

/** The file is read outside of the chat; who is named shows when that is done. */
async function takeList(ctx: TellerContext, reply: Message, id: string | undefined, started: ProgressOptions['started']): Promise<void> {
  const changed = await takeFile(ctx, reply, id);
  if (!changed) return;
  ctx.send(await draftPanel(ctx, changed));
  ctx.scope.afterCommit(() => started({ botId: ctx.botId, broadcastId: changed.id }));
}

async function tellGone(ctx: TellerContext, id: number): Promise<void> {
  ctx.say(ctx.t('broadcasts.moved_before'));
  const shown = await progressShown(ctx, id);
  if (shown) sayView(ctx, shown);
}

async function joinAlbum(ctx: TellerContext, received: Message, next: () => Promise<void>): Promise<void> {
  const part = saidIn(received);
  if (part?.kind !== 'album') return next();
  const tx = await ctx.tx();
  const id = await withAlbum(tx, ctx.person.id, part.groupId);
  if (id === undefined) return next();
  const found = await lockDraft(tx, id, ctx.person.id);
  if (!found) return;
  const begun = albumIn(found.content, part.groupId);
  if (!begun) return;
  await setContent(tx, id, withSaid(found.content, begun.language, joined(begun.album, part)));
  await awaitAlbum(tx, id, part.groupId);
}

/** A draft says what its author's message says now; what was sent already stays as it was. */
async function follow(ctx: TellerContext, texts: Texts, received: Message, next: () => Promise<void>): Promise<void> {
  const tx = await ctx.tx();
  const id = await withMessage(tx, ctx.person.id, received.message_id);
  const found = id === undefined ? undefined : await lockDraft(tx, id, ctx.person.id);
  const said = saidIn(received);
  const change = found && said && edited(found.content, said);
  if (!found || !change) return next();
  await setSaid(ctx, texts, found, change.language, change.said);
}

async function setSaid(ctx: TellerContext, texts: Texts, found: Broadcast, language: Language, said: Said): Promise<void> {
  const changed = { ...found, content: withSaid(found.content, language, said) };
  await setContent(await ctx.tx(), found.id, changed.content);
  await auditAct(ctx, { action: 'broadcast.say', object: `broadcast:${found.id}`, details: { language } });
  await show(ctx, texts, changed, language, said);
}

/** Shows the draft, with what it says to the language; once an album is complete where it says one. */
async function show(ctx: TellerContext, texts: Texts, shown: Broadcast, language: Language, said: Said): Promise<void> {
  if (said.kind === 'album') await awaitAlbum(await ctx.tx(), shown.id, said.groupId);
  else ctx.send(await draftCalls(ctx, texts, shown, language));
}
