/**
 * A draft: the message that shows it to its author, where everything about it is chosen, and whose first button lets it
 * go. Nobody but the author changes it, and nothing changes it once it went.
 */
import type { TellerContext } from '../../identity/index.js';
import { type Input, type Panel, type View, pairs, to, view } from '../../panel/index.js';
import type { Broadcast } from '../repository.js';
import { broadcastRef } from '../views.js';
import { AUDIENCE } from './audience.js';
import type { Choice } from './choice.js';
import { addDraftScreen } from './screens.js';

/** In the order in which the draft says them. */
const CHOICES: readonly Choice[] = [AUDIENCE];

export async function draftView(ctx: TellerContext, draft: Broadcast): Promise<View> {
  const { t } = ctx;
  const { id } = draft;
  const lines = [];
  for (const choice of CHOICES) lines.push(await choice.line(ctx, draft));
  const buttons = CHOICES.map((choice) => choice.button(ctx, draft)).filter((button) => button !== undefined);
  const shown = view(t('broadcasts.draft.title', { id }), [t('broadcasts.draft.hint'), '', ...lines.filter((line) => line !== undefined)], [
    [to(t('broadcasts.move.send'), 'bc_send', id)],
    ...pairs(buttons),
    [to(t('broadcasts.move.discard'), 'bc_cancel', id)],
  ]);
  return { ...shown, ref: broadcastRef(id) };
}

export function addDraft(panel: Panel): Input[] {
  addDraftScreen(panel, 'bc_draft', draftView);
  return CHOICES.flatMap((choice) => choice.add(panel));
}
