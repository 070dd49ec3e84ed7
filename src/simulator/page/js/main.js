/** Starts the page: top bar, guide, phones, live events. */
import { api } from './api.js';
import { followLanguage } from './phone-language.js';
import { askBot, askUser } from './dialogs.js';
import { h } from './dom.js';
import { listen } from './events.js';
import { Guide } from './guide.js';
import { language, setLanguage, t } from './i18n.js';
import { Phones } from './phones.js';
import { firstOf, ROLES } from './roles.js';
import { Store } from './store.js';
import { loadTheme } from './theme.js';
import { topBar } from './top-bar.js';

const RETRY_MS = 2000;
const query = new URLSearchParams(location.search);
const store = new Store(api);
let phones = null;
let guide = null;
let retry = 0;
let opened = false;
let botId = Number(query.get('bot')) || null;

/** Builds the whole page in the current language; drafts survive. */
function build() {
  const drafts = phones?.drafts() ?? new Map();
  const active = phones?.active ?? null;
  phones?.clear();
  phones = new Phones({ api, store, asked: askedUsers(), active });
  guide = new Guide((text) => phones.suggest(firstOf('customer', store.users)?.id, text));
  document.title = t('page.title');
  const top = topBar({
    botSelect: botSelect(),
    guideOpener: guide.opener,
    onLanguage: changeLanguage,
    onAdd: addPhone,
  });
  document.body.replaceChildren(top, offlineLine(), guide.element, phones.element, emptyPlace());
  refresh();
  phones.restore(drafts);
}

function changeLanguage(tag) {
  setLanguage(tag);
  build();
  void attempt(() => followLanguage(api, store.users, botId));
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
  guide.show(botId !== null && phones.has(firstOf('customer', store.users)?.id));
  document.querySelector('.bot-select').replaceWith(botSelect());
  document.querySelector('.offline').hidden = store.online;
  document.querySelector('.nobody').replaceWith(emptyPlace());
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
  if (!opened) return h('div', { class: 'nobody', hidden: true });
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
  if (fields) await attempt(() => api.addBot(fields));
}

async function addThree() {
  const created = [];
  for (const role of ROLES) {
    const user = { first_name: t(`name.${role}`), language_code: language(), sim_role: role };
    created.push(await attempt(() => api.addUser(user)));
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

/** Reads everything anew, until it works: after that the events keep the page up to date. */
async function catchUp() {
  try {
    await store.loadAll();
    store.setOnline(true);
    if (opened) return;
    opened = true;
    refresh();
    await followLanguage(api, store.users, botId);
  } catch {
    catchUpLater();
  }
}

function catchUpLater() {
  store.setOnline(false);
  clearTimeout(retry);
  retry = setTimeout(catchUp, RETRY_MS);
}

loadTheme();
build();
for (const topic of ['bots', 'users', 'online']) store.subscribe(topic, refresh);
listen({
  onEvent: (name, data) => void store.apply(name, data).catch(catchUpLater),
  onOpen: () => void catchUp(),
  onLost: () => store.setOnline(false),
});
