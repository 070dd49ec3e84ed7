/**
 * A draft: the message that shows it to its author, where everything about it is chosen, and whose first button lets it
 * go. Nobody but the author changes it, and nothing changes it once it went.
 */
import type { Texts } from '../../../locales/index.js';
import type { OutgoingCall } from '../../../telegram/outbox.js';
import { type Input, type Panel, type View, pairs, to, view, viewCalls } from '../../panel/index.js';
import { isListRead } from '../audience/recipients.js';
import type { Language } from '../content.js';
import type { Broadcast } from '../repository.js';
import { broadcastRef } from '../views.js';
import { APPROVAL, sendLabel } from './approval.js';
import { AUDIENCE } from './audience.js';
import { BOTS } from './bots.js';
import type { Choice, ChoiceParts, Author } from './choice.js';
import { LINKS } from './links.js';
import { previewCalls } from './preview.js';
import { addDraftScreen } from './screens.js';
import { PAID, SERVICE } from './terms.js';
import { TEXTS } from './texts.js';
import { TIMING } from './timing.js';
import { TRIAL } from './trial.js';

/** In the order in which the draft says them. */
const CHOICES: readonly Choice[] = [TEXTS, LINKS, AUDIENCE, BOTS, TIMING, SERVICE, PAID, APPROVAL, TRIAL];

export async function draftView(author: Author, draft: Broadcast): Promise<View> {
  const { t } = author;
  const { id } = draft;
  const lines = [];
  for (const choice of CHOICES) lines.push(await choice.line(author, draft));
  const buttons = [];
  for (const choice of CHOICES) buttons.push(await choice.button(author, draft));
  const ready = await isListRead(await author.tx(), draft.audience);
  const shown = view(t('broadcasts.draft.title', { id }), [t('broadcasts.draft.hint'), '', ...lines.filter((line) => line !== undefined)], [
    [ready ? to(await sendLabel(author, draft), 'bc_send', id) : to(t('broadcasts.list.look'), 'bc_draft', id)],
    ...pairs(buttons.filter((button) => button !== undefined)),
    [to(t('broadcasts.move.discard'), 'bc_cancel', id)],
  ]);
  return { ...shown, ref: broadcastRef(id) };
}

/** What the draft says to a language, and below it the draft. */
export async function draftCalls(author: Author, texts: Texts, draft: Broadcast, language: Language): Promise<OutgoingCall[]> {
  return [...previewCalls(author, texts, draft, language), ...(await draftPanel(author, draft))];
}

/** The draft in a new message. */
export async function draftPanel(author: Author, draft: Broadcast): Promise<OutgoingCall[]> {
  return viewCalls(author.person.telegramId, await draftView(author, draft));
}

export function addDraft(panel: Panel, { texts }: Pick<ChoiceParts, 'texts'>): Input[] {
  addDraftScreen(panel, 'bc_draft', draftView);
  return CHOICES.flatMap((choice) => choice.add(panel, { texts, draw: draftView }));
}
