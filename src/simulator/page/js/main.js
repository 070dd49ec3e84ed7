/** Starts the page: top bar, phones, live events. */
import { api } from './api.js';
import { askBot, askUser } from './dialogs.js';
import { h, iconButton } from './dom.js';
import { listen } from './events.js';
import { LANGUAGES, language, setLanguage, t } from './i18n.js';
import { icon } from './icons.js';
import { Phones } from './phones.js';
import { Store } from './store.js';
import { isDark, loadTheme, switchTheme } from './theme.js';

const BOT_POLL_MS = 2500;
const RETRY_MS = 2000;
const query = new URLSearchParams(location.search);
const store = new Store(api);
let phones = null;
let retry = 0;
let botId = Number(query.get('bot')) || null;

/** Builds the whole page in the current language; drafts survive. */
function build() {
  const drafts = phones?.drafts() ?? new Map();
  phones?.clear();
  phones = new Phones({ api, store, asked: askedUsers() });
  document.title = t('page.title');
  document.body.replaceChildren(topBar(), offlineLine(), phones.element, emptyPlace());
  refresh();
  phones.restore(drafts);
}

function askedUsers() {
  const ids = (query.get('users') ?? '')
    .split(',')
    .map(Number)
    .filter(Number.isSafeInteger)
    .filter((id) => id > 0);
  return ids.length > 0 ? ids : null;
}

function refresh() {
  if (!store.bots.some((bot) => bot.id === botId)) botId = store.bots[0]?.id ?? null;
  phones.show(botId);
  document.querySelector('.bot-select').replaceWith(botSelect());
  document.querySelector('.offline').hidden = store.online;
  document.querySelector('.nobody').replaceWith(emptyPlace());
}

function topBar() {
  const theme = iconButton(icon(isDark() ? 'sun' : 'moon'), t('page.theme'), {
    class: 'tool',
    testid: 'theme',
  });
  theme.addEventListener('click', () => {
    switchTheme();
    theme.replaceChildren(icon(isDark() ? 'sun' : 'moon'));
  });
  const add = h(
    'button',
    {
      type: 'button',
      class: 'add',
      testid: 'add-phone-button',
      title: t('page.add'),
      'aria-label': t('page.add'),
      onclick: addPhone,
    },
    icon('plus'),
  );
  const brand = h(
    'h1',
    {},
    h('img', { src: './icon.svg', alt: '', width: 28, height: 28 }),
    h('span', {}, t('page.title')),
    h('small', {}, t('page.subtitle')),
  );
  return h('header', { class: 'top' }, brand, botSelect(), languageSwitch(), theme, add);
}

function languageSwitch() {
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
        onclick: () => {
          setLanguage(tag);
          build();
        },
      },
      tag,
    ),
  );
  return h('div', { class: 'languages', role: 'group', 'aria-label': t('page.language') }, buttons);
}

function botSelect() {
  const options = store.bots.map((bot) =>
    h('option', { value: bot.id, selected: bot.id === botId }, bot.name ?? bot.username),
  );
  const select = h('select', { 'aria-label': t('page.bot'), testid: 'bot-select' }, options);
  select.addEventListener('change', () => {
    botId = Number(select.value);
    refresh();
  });
  return h('span', { class: 'bot-select', hidden: store.bots.length < 2 }, select);
}

function offlineLine() {
  return h('div', { class: 'offline', role: 'status', hidden: true }, t('page.offline'));
}

/** Instead of phones: what is missing, and the button that helps. */
function emptyPlace() {
  if (store.bots.length === 0) return nobody('page.noBot', 'page.noBotHint', 'page.addBot', addBot);
  if (phones.size === 0) return nobody('page.noUsers', 'page.noUsersHint', 'page.threePhones', addThree);
  return h('div', { class: 'nobody', hidden: true });
}

function nobody(title, hint, action, onclick) {
  return h(
    'div',
    { class: 'nobody' },
    h('h2', {}, t(title)),
    h('p', {}, t(hint)),
    h('button', { type: 'button', onclick }, t(action)),
  );
}

async function addPhone() {
  const fields = await askUser(store.users.size);
  if (!fields) return;
  const user = await attempt(() => api.addUser(fields));
  if (user) await showNew([user]);
}

async function addBot() {
  const fields = await askBot();
  if (fields && (await attempt(() => api.addBot(fields)))) await attempt(() => store.loadPeople());
}

async function addThree() {
  const created = [];
  for (const role of ['customer', 'moderator', 'admin']) {
    created.push(
      await attempt(() =>
        api.addUser({ first_name: t(`role.${role}`), language_code: language(), sim_role: role }),
      ),
    );
  }
  await showNew(created.filter(Boolean));
}

async function showNew(users) {
  await attempt(() => store.loadPeople());
  for (const user of users) phones.add(user.id);
  refresh();
}

/** The page itself has no phone to show a toast on, so a failure is an alert of the browser. */
async function attempt(work) {
  try {
    return await work();
  } catch (error) {
    window.alert(error.message);
    return null;
  }
}

/** No event tells of a first bot, so the page asks until there is one. */
function waitForBot() {
  setInterval(() => {
    if (store.online && store.bots.length === 0) store.loadPeople().catch(catchUpLater);
  }, BOT_POLL_MS);
}

/** Reads everything anew, until it works: after that the events keep the page up to date. */
function catchUp() {
  return store.loadAll().then(() => store.setOnline(true), catchUpLater);
}

function catchUpLater() {
  store.setOnline(false);
  clearTimeout(retry);
  retry = setTimeout(catchUp, RETRY_MS);
}

loadTheme();
build();
for (const topic of ['bots', 'users', 'online']) store.subscribe(topic, refresh);
waitForBot();
listen({
  onEvent: (name, data) => void store.apply(name, data).catch(catchUpLater),
  onOpen: catchUp,
  onLost: () => store.setOnline(false),
});
