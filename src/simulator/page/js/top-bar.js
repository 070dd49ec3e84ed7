/** The bar over the phones: the page's name, its language and theme, and adding a phone. */
import { h, iconButton } from './dom.js';
import { LANGUAGES, language, t } from './i18n.js';
import { icon } from './icons.js';
import { isDark, switchTheme } from './theme.js';

/** `botSelect` and `guideOpener` are elements that others made and keep up to date. */
export function topBar({ botSelect, guideOpener, onLanguage, onAdd }) {
  const brand = h(
    'h1',
    {},
    h('img', { src: './icon.svg', alt: '', width: 28, height: 28 }),
    h('span', {}, t('page.title')),
    h('small', {}, t('page.subtitle')),
  );
  const add = iconButton(icon('plus'), t('page.add'), {
    class: 'add',
    testid: 'add-phone-button',
    onclick: onAdd,
  });
  const parts = [brand, botSelect, languageSwitch(onLanguage), guideOpener, themeSwitch(), add];
  return h('header', { class: 'top' }, parts);
}

function themeSwitch() {
  const picture = () => icon(isDark() ? 'sun' : 'moon');
  const button = iconButton(picture(), t('page.theme'), { class: 'tool', testid: 'theme' });
  button.addEventListener('click', () => {
    switchTheme();
    button.replaceChildren(picture());
  });
  return button;
}

function languageSwitch(onLanguage) {
  const buttons = LANGUAGES.map(([tag, name]) =>
    h(
      'button',
      {
        type: 'button',
        lang: tag,
        title: name,
        'aria-label': name,
        'aria-pressed': String(tag === language()),
        testid: `ui-${tag}`,
        onclick: () => onLanguage(tag),
      },
      tag,
    ),
  );
  return h('div', { class: 'languages', role: 'group', 'aria-label': t('page.language') }, buttons);
}
