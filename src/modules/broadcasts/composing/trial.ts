/** A draft sent to its author alone: everything it says, in each language, exactly as recipients see it. */
import { messageCalls } from '../../../telegram/message-calls.js';
import { auditAct } from '../../identity/index.js';
import { idIn, to } from '../../panel/index.js';
import { languagesOf } from '../content.js';
import { lockDraft } from '../repository.js';
import type { Choice } from './choice.js';
import { languageName, previewCalls } from './preview.js';

export const TRIAL: Choice = {
  line: () => Promise.resolve(undefined),
  button: ({ t }, { id }) => to(t('broadcasts.trial'), 'bc_trial', id),
  add: (panel, { texts }) => {
    panel.asking('bc_trial', 'broadcasts.send', async (ctx, [id]) => {
      const draft = await lockDraft(await ctx.tx(), idIn(id), ctx.person.id);
      if (!draft) return false;
      const languages = languagesOf(draft.content);
      for (const language of languages) {
        // Several are told apart; one alone is just what recipients get.
        if (languages.length > 1) ctx.send(messageCalls(ctx.person.telegramId, `🌐 ${languageName(ctx.t, language)}`));
        ctx.send(previewCalls(ctx, texts, draft, language));
      }
      await auditAct(ctx, { action: 'broadcast.trial', object: `broadcast:${draft.id}` });
      return true;
    });
    return [];
  },
};
