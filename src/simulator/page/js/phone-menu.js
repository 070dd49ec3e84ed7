/** The menu in a phone's header: who this is, the Telegram language, links, contacts, blocking the bot. */
import { shareOther } from './attach.js';
import { fullName } from './format.js';
import { t } from './i18n.js';
import { readDeepLink } from './links.js';

/** Languages a phone can be set to; some that the page itself does not speak, since bots meet those too. */
export const PHONE_LANGUAGES = [
  ['ru', 'Русский'],
  ['kk', 'Қазақша'],
  ['en', 'English'],
  ['uz', 'Oʻzbekcha'],
  ['ky', 'Кыргызча'],
  ['tr', 'Türkçe'],
  ['de', 'Deutsch'],
];

export function languageName(code) {
  return PHONE_LANGUAGES.find(([tag]) => tag === code)?.[1] ?? code ?? t('form.langNone');
}

export function openPhoneMenu({ store, overlay, bot, userId, act, at, follow, hide }) {
  const user = store.users.get(userId) ?? { id: userId, first_name: '' };
  const { blocked } = store.chat(bot.id, userId);
  const items = [
    {
      label: t('menu.language', { name: languageName(user.language_code) }),
      icon: 'globe',
      testid: 'phone-language',
      action: () => chooseLanguage(user, act, overlay, at),
    },
    { label: t('menu.link'), icon: 'link', testid: 'open-link', action: () => openLink(overlay, follow) },
    { label: t('attach.other'), icon: 'user', testid: 'share-other', action: () => shareOther(act, overlay) },
    { label: t('menu.hide'), icon: 'close', testid: 'hide-phone', action: hide },
    {
      label: t(blocked ? 'menu.unblock' : 'menu.block'),
      icon: 'block',
      danger: !blocked,
      testid: 'toggle-block',
      action: () => act.setBlocked(!blocked),
    },
  ];
  const title = [fullName(user), user.username && `@${user.username}`, user.phone, `id ${user.id}`]
    .filter(Boolean)
    .join(' · ');
  overlay.menu({ items, at, title });
}

function chooseLanguage(user, act, overlay, at) {
  const items = PHONE_LANGUAGES.map(([code, name]) => ({
    label: name,
    checked: user.language_code === code,
    testid: `language-${code}`,
    action: async () => {
      const changed = await act.changeUser({ language_code: code });
      if (changed !== undefined) overlay.toast(t('toast.language', { name }));
    },
  }));
  overlay.menu({ items, at, title: t('form.language') });
}

async function openLink(overlay, follow) {
  const fields = [{ name: 'url', label: t('sheet.linkLabel') }];
  const answer = await overlay.form({ title: t('sheet.linkTitle'), fields, yes: t('form.open') });
  if (answer && !follow(readDeepLink(answer.url))) overlay.toast(t('sheet.linkWrong'));
}
