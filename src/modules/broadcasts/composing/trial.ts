/** A draft sent to its author alone: everything it says, in each language, exactly as recipients see it. */
import { auditAct } from '../../identity/index.js';
import { sayView, to } from '../../panel/index.js';
import { shownCalls } from '../calls.js';
import { languagesOf } from '../content.js';
import { buttonBelow } from '../views.js';
import type { Choice } from './choice.js';
import { languageName } from './preview.js';
import { addDraftAsking } from './screens.js';

export const TRIAL: Choice = {
  line: () => Promise.resolve(undefined),
  button: ({ t }, { id }) => to(t('broadcasts.trial'), 'bc_trial', id),
  add: (panel, { texts, draw }) => {
    addDraftAsking(panel, 'bc_trial', async (ctx, draft) => {
      const languages = languagesOf(draft.content);
      for (const language of languages) {
        // Several are told apart; one alone is just what recipients get.
        if (languages.length > 1) ctx.say(`🌐 ${languageName(ctx.t, language)}`);
        const t = language === 'any' ? ctx.t : texts(language);
        ctx.send(shownCalls(t, ctx.person.telegramId, draft.content, language, [[buttonBelow(t, draft)]]));
      }
      // Below what it tried, where the author is now.
      sayView(ctx, await draw(ctx, draft));
      await auditAct(ctx, { action: 'broadcast.trial', object: `broadcast:${draft.id}` });
      return true;
    });
    return [];
  },
};
