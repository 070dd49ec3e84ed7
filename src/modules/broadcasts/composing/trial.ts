/** A draft sent to its author alone: everything it says, in each language, exactly as recipients see it. */
import type { Translate } from '../../../locales/index.js';
import { messageCalls } from '../../../telegram/message-calls.js';
import type { OutgoingCall } from '../../../telegram/outbox.js';
import { auditAct } from '../../identity/index.js';
import { idIn, to } from '../../panel/index.js';
import { callsOf } from '../calls.js';
import { type Language, languagesOf } from '../content.js';
import { type Broadcast, lockDraft } from '../repository.js';
import { buttonBelow } from '../views.js';
import type { Author, Choice } from './choice.js';
import { languageName } from './preview.js';

export const TRIAL: Choice = {
  line: () => Promise.resolve(undefined),
  button: ({ t }, { id }) => to(t('broadcasts.trial'), 'bc_trial', id),
  add: (panel, { texts, draw }) => {
    panel.asking('bc_trial', 'broadcasts.send', async (ctx, [id]) => {
      const draft = await lockDraft(await ctx.tx(), idIn(id), ctx.person.id);
      if (!draft) return false;
      const languages = languagesOf(draft.content);
      for (const language of languages) {
        // Several are told apart; one alone is just what recipients get.
        if (languages.length > 1) ctx.send(messageCalls(ctx.person.telegramId, `🌐 ${languageName(ctx.t, language)}`));
        ctx.send(trialCalls(ctx, language === 'any' ? ctx.t : texts(language), draft, language));
      }
      // Below what it tried, where the author is now.
      const { text, keyboard, ref } = await draw(ctx, draft);
      ctx.say(text, { replyMarkup: keyboard, ...(ref !== undefined && { ref }) });
      await auditAct(ctx, { action: 'broadcast.trial', object: `broadcast:${draft.id}` });
      return true;
    });
    return [];
  },
};

function trialCalls({ person }: Author, t: Translate, draft: Broadcast, language: Language): OutgoingCall[] {
  const calls = callsOf(draft.content, language, t, [[buttonBelow(t, draft)]]);
  return calls.flatMap((call) => (call ? [{ chatId: person.telegramId, ...call }] : []));
}
