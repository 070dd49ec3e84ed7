/**
 * A draft: the message that shows it to its author, where everything about it is chosen, and whose first button lets it
 * go. Nobody but the author changes it, and nothing changes it once it went.
 */
import type { Texts } from '../../../locales/index.js';
import { messageCalls } from '../../../telegram/message-calls.js';
import type { OutgoingCall } from '../../../telegram/outbox.js';
import { type Input, type Panel, type View, pairs, to, view } from '../../panel/index.js';
import { isListRead } from '../audience/recipients.js';
import type { Language } from '../content.js';
import type { Broadcast } from '../repository.js';
import { broadcastRef } from '../views.js';
import { AUDIENCE } from './audience.js';
import type { Choice, ChoiceParts, Reader } from './choice.js';
import { LINKS } from './links.js';
import { previewCalls } from './preview.js';
import { addDraftScreen } from './screens.js';
import { TEXTS } from './texts.js';
import { TRIAL } from './trial.js';

/** In the order in which the draft says them. */
const CHOICES: readonly Choice[] = [TEXTS, LINKS, AUDIENCE, TRIAL];

async function draftView(reader: Reader, draft: Broadcast): Promise<View> {
  const { t } = reader;
  const { id } = draft;
  const lines = [];
  for (const choice of CHOICES) lines.push(await choice.line(reader, draft));
  const buttons = CHOICES.map((choice) => choice.button(reader, draft)).filter((button) => button !== undefined);
  const ready = await isListRead(await reader.tx(), draft.audience);
  const shown = view(t('broadcasts.draft.title', { id }), [t('broadcasts.draft.hint'), '', ...lines.filter((line) => line !== undefined)], [
    [ready ? to(t('broadcasts.move.send'), 'bc_send', id) : to(t('broadcasts.list.look'), 'bc_draft', id)],
    ...pairs(buttons),
    [to(t('broadcasts.move.discard'), 'bc_cancel', id)],
  ]);
  return { ...shown, ref: broadcastRef(id) };
}

/** What the draft says to a language, and below it the draft. */
export async function draftCalls(reader: Reader, texts: Texts, draft: Broadcast, language: Language): Promise<OutgoingCall[]> {
  return [...previewCalls(reader, texts, draft, language), ...(await draftPanel(reader, draft))];
}

/** The draft in a new message. */
export async function draftPanel(reader: Reader, draft: Broadcast): Promise<OutgoingCall[]> {
  const { text, keyboard, ref } = await draftView(reader, draft);
  return messageCalls(reader.person.telegramId, text, { replyMarkup: keyboard, ...(ref !== undefined && { ref }) });
}

export function addDraft(panel: Panel, parts: ChoiceParts): Input[] {
  addDraftScreen(panel, 'bc_draft', draftView);
  return CHOICES.flatMap((choice) => choice.add(panel, parts));
}
