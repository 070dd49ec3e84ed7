/** What a draft says: to everybody, and to those of a language where that has a text of its own. */
import { type TellerContext, auditAct } from '../../identity/index.js';
import { type Panel, type View, back, pairs, to, view } from '../../panel/index.js';
import { type Language, LANGUAGES, languagesOf, saidTo, withoutSaid } from '../content.js';
import type { Broadcast } from '../repository.js';
import { setContent } from '../saying.js';
import { askForNext } from './asking.js';
import type { Choice, ChoiceParts } from './choice.js';
import { described, languageIn, languageName, previewCalls } from './preview.js';
import { addDraftAsking, addDraftScreen } from './screens.js';

/** What is to be said to a language; asked about a draft and that language. */
export const SAY = 'broadcast:say';

export const TEXTS: Choice = {
  line: ({ t }, { content }) => {
    const own = languagesOf(content).slice(1).map((language) => languageName(t, language));
    return Promise.resolve(own.length > 0 ? t('broadcasts.texts.line', { languages: own.join(', ') }) : undefined);
  },
  button: ({ t }, { id }) => to(t('broadcasts.texts.button'), 'bc_texts', id),
  add: (panel, parts) => {
    addDraftScreen(panel, 'bc_texts', (ctx, draft) => Promise.resolve(textsView(ctx, draft)));
    addDraftScreen(panel, 'bc_text', (ctx, draft, [arg]) => {
      const language = languageIn(arg);
      return Promise.resolve(language ? textView(ctx, draft, language) : textsView(ctx, draft));
    });
    addDraftScreen(panel, 'bc_unsay', (ctx, draft, [arg]) => unsay(ctx, draft, languageIn(arg)));
    addAsking(panel, parts);
    return [];
  },
};

/** Buttons that send something below the panel. */
function addAsking(panel: Panel, { texts }: ChoiceParts): void {
  addDraftAsking(panel, 'bc_say', async (ctx, { id }, [arg]) => {
    const language = languageIn(arg);
    if (!language) return false;
    const name = languageName(ctx.t, language);
    await askForNext(ctx, SAY, ctx.t('broadcasts.texts.ask', { language: name }), String(id), language);
    return true;
  });
  addDraftAsking(panel, 'bc_look', (ctx, draft, [arg]) => {
    const language = languageIn(arg);
    if (!language) return Promise.resolve(false);
    ctx.send(previewCalls(ctx, texts, draft, language));
    return Promise.resolve(true);
  });
}

function textsView({ t }: TellerContext, { id, content }: Broadcast): View {
  const lines = LANGUAGES.map((language) => {
    const said = content.said[language];
    return `${languageName(t, language)}: ${said ? described(t, said) : t('broadcasts.texts.as_any')}`;
  });
  return view(t('broadcasts.texts.title', { id }), [t('broadcasts.texts.hint'), '', ...lines], [
    ...pairs(LANGUAGES.map((language) => to(languageName(t, language), 'bc_text', id, language))),
    back(t, 'bc_draft', id),
  ]);
}

function textView({ t }: TellerContext, { id, content }: Broadcast, language: Language): View {
  const hasOwn = content.said[language] !== undefined;
  const shown = hasOwn ? described(t, saidTo(content, language)) : t('broadcasts.texts.as_any');
  return view(t('broadcasts.texts.of', { id, language: languageName(t, language) }), [shown], [
    [to(t(hasOwn ? 'broadcasts.texts.change' : 'broadcasts.texts.set'), 'bc_say', id, language)],
    ...(hasOwn ? [[to(t('broadcasts.texts.look'), 'bc_look', id, language)]] : []),
    ...(hasOwn ? [[to(t('broadcasts.links.button'), 'bc_links', id, language)]] : []),
    ...(hasOwn && language !== 'any' ? [[to(t('broadcasts.texts.remove'), 'bc_unsay', id, language)]] : []),
    back(t, 'bc_texts', id),
  ]);
}

async function unsay(ctx: TellerContext, draft: Broadcast, language: Language | undefined): Promise<View> {
  if (!language || language === 'any' || !draft.content.said[language]) return textsView(ctx, draft);
  const content = withoutSaid(draft.content, language);
  await setContent(await ctx.tx(), draft.id, content);
  await auditAct(ctx, { action: 'broadcast.unsay', object: `broadcast:${draft.id}`, details: { language } });
  return textsView(ctx, { ...draft, content });
}
