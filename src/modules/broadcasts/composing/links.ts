/** The buttons below a broadcast that lead to pages. */
import { type TellerContext, auditAct } from '../../identity/index.js';
import { type Args, type Input, type View, ask, back, idIn, to, view } from '../../panel/index.js';
import { type Language, languagesOf, linksFor, withLinks } from '../content.js';
import { LONGEST_LABEL, MOST_LINKS, readLinks, writtenLinks } from '../links.js';
import { type Broadcast, lockDraft } from '../repository.js';
import { setContent } from '../saying.js';
import type { Choice, ChoiceParts } from './choice.js';
import { excerpt, languageIn, languageName, previewCalls } from './preview.js';
import { addDraftAsking, addDraftScreen } from './screens.js';

const WORDS_LENGTH = 4096;
/** As much of a line as is shown, so that all of them fit into a message. */
const LINE_LENGTH = 200;

export const LINKS: Choice = {
  line: ({ t }, { content }) => {
    const count = linksFor(content, 'any').flat().length;
    return Promise.resolve(count > 0 ? t('broadcasts.links.line', { count }) : undefined);
  },
  button: ({ t }, { id }) => to(t('broadcasts.links.button'), 'bc_links', id, 'any'),
  add: (panel, parts) => {
    const input: Input = {
      name: 'bc_link',
      permission: 'broadcasts.send',
      length: WORDS_LENGTH,
      take: (ctx, words, args) => take(ctx, parts, words, args),
    };
    addDraftScreen(panel, 'bc_links', (ctx, draft, [arg]) => Promise.resolve(linksView(ctx, draft, ownLanguage(draft, arg))));
    addDraftScreen(panel, 'bc_unlink', (ctx, draft, [arg]) => unlink(ctx, draft, ownLanguage(draft, arg)));
    addDraftAsking(panel, 'bc_link', (ctx, { id }, [language = 'any']) =>
      ask(input, ctx, ctx.t('broadcasts.links.ask', { most: MOST_LINKS }), String(id), language),
    );
    return [input];
  },
};

/** The language meant, as far as there is a text of its own. */
function ownLanguage({ content }: Broadcast, arg: string | undefined): Language {
  const language = languageIn(arg) ?? 'any';
  return languagesOf(content).includes(language) ? language : 'any';
}

function linksView({ t }: TellerContext, { id, content }: Broadcast, language: Language): View {
  const own = content.links?.[language];
  const written = writtenLinks(linksFor(content, language)).map((line) => excerpt(line, LINE_LENGTH));
  const hint = written.length === 0 ? 'none' : own || language === 'any' ? 'shown' : 'as_any';
  return view(t('broadcasts.links.title', { id, language: languageName(t, language) }), [t(`broadcasts.links.${hint}`), '', ...written], [
    [to(t(own ? 'broadcasts.links.change' : 'broadcasts.links.set'), 'bc_link', id, language)],
    ...(own ? [[to(t('broadcasts.links.remove'), 'bc_unlink', id, language)]] : []),
    language === 'any' ? back(t, 'bc_draft', id) : back(t, 'bc_text', id, language),
  ]);
}

async function take(ctx: TellerContext, { texts }: ChoiceParts, words: string, [id, arg]: Args): Promise<View | string | undefined> {
  const tx = await ctx.tx();
  const draft = await lockDraft(tx, idIn(id), ctx.person.id);
  if (!draft) {
    ctx.say(ctx.t('broadcasts.moved_before'));
    return undefined;
  }
  const read = readLinks(words);
  if ('fault' in read) {
    const params = { line: read.line, words: excerpt(read.words, LINE_LENGTH), most: MOST_LINKS, longest: LONGEST_LABEL };
    return `${ctx.t(`broadcasts.links.wrong.${read.fault}`, params)}\n\n${ctx.t('broadcasts.links.ask', { most: MOST_LINKS })}`;
  }
  const language = ownLanguage(draft, arg);
  const changed = { ...draft, content: withLinks(draft.content, language, read.links) };
  await setContent(tx, draft.id, changed.content);
  await auditAct(ctx, { action: 'broadcast.link', object: `broadcast:${draft.id}`, details: { language } });
  ctx.send(previewCalls(ctx, texts, changed, language));
  return linksView(ctx, changed, language);
}

async function unlink(ctx: TellerContext, draft: Broadcast, language: Language): Promise<View> {
  if (!draft.content.links?.[language]) return linksView(ctx, draft, language);
  const content = withLinks(draft.content, language, undefined);
  await setContent(await ctx.tx(), draft.id, content);
  await auditAct(ctx, { action: 'broadcast.unlink', object: `broadcast:${draft.id}`, details: { language } });
  return linksView(ctx, { ...draft, content }, language);
}
