/** The phones side by side; on a narrow screen one at a time, with tabs. Decides which users have a phone. */
import { h, reconcile } from './dom.js';
import { avatar } from './avatar.js';
import { fullName } from './format.js';
import { t } from './i18n.js';
import { Phone } from './phone.js';
import { roleName, ROLES } from './roles.js';

/** Without `?users=` at most this many phones are drawn; the others are a query away. */
const MOST_PHONES = 12;

export class Phones {
  #context;
  #phones = new Map();
  #hidden = new Set();
  #asked;
  #active = null;
  #row = h('div', { class: 'phones' });
  #tabs = h('nav', { class: 'tabs', 'aria-label': t('page.phones') });
  element = h('div', { class: 'stage' }, this.#tabs, this.#row);
  botId = null;

  /** `asked`: the user ids of the query, or null for everybody; `active`: whose tab is open. */
  constructor({ api, store, asked, active }) {
    this.#asked = asked;
    this.#active = active;
    this.#context = {
      api,
      store,
      openBot: (botId, phone, code) => this.#openBot(botId, phone, code),
      hide: (userId) => this.#hide(userId),
    };
  }

  get size() {
    return this.#phones.size;
  }

  /** The user whose phone a narrow screen shows. */
  get active() {
    return this.#active;
  }

  has(userId) {
    return this.#phones.has(userId);
  }

  /** Puts a text into the field of a user's phone and brings the phone into view. */
  suggest(userId, text) {
    if (!this.has(userId)) return;
    this.#active = userId;
    this.#showTabs([...this.#phones.keys()]);
    const phone = this.#phones.get(userId);
    phone.element.scrollIntoView({ behavior: 'smooth', inline: 'center', block: 'nearest' });
    phone.suggest(text);
  }

  /** Makes the phones on screen those of the users to show, all with the chosen bot. */
  show(botId) {
    const { store } = this.#context;
    const bot = store.bots.find((one) => one.id === botId);
    const changed = botId !== this.botId;
    this.botId = botId;
    const ids = this.#wanted();
    for (const [id, phone] of this.#phones) if (!ids.includes(id)) this.#drop(id, phone);
    for (const id of ids) this.#showPhone(id, bot, changed);
    if (!ids.includes(this.#active)) this.#active = ids[0] ?? null;
    reconcile(
      this.#row,
      ids.map((id) => this.#phones.get(id).element),
    );
    this.#showTabs(ids);
  }

  /** Adds a user to those shown and brings the phone into view. */
  add(userId) {
    this.#hidden.delete(userId);
    this.#asked?.push(userId);
    this.#active = userId;
    this.show(this.botId);
    this.#phones
      .get(userId)
      ?.element.scrollIntoView({ behavior: 'smooth', inline: 'center', block: 'nearest' });
  }

  /** What is typed but not sent, by user, to survive a change of the page's language. */
  drafts() {
    return new Map([...this.#phones].map(([id, phone]) => [id, phone.draft]));
  }

  restore(drafts) {
    for (const [id, draft] of drafts) {
      const phone = this.#phones.get(id);
      if (phone) phone.draft = draft;
    }
  }

  clear() {
    for (const [id, phone] of this.#phones) this.#drop(id, phone);
  }

  #wanted() {
    const { users } = this.#context.store;
    const known = this.#asked?.filter((id) => users.has(id)) ?? firstByRole([...users.values()]);
    return [...new Set(known)].filter((id) => !this.#hidden.has(id));
  }

  #showPhone(userId, bot, changed) {
    const phone = this.#phones.get(userId) ?? new Phone({ ...this.#context, userId });
    this.#phones.set(userId, phone);
    phone.showUser();
    if (bot && (changed || phone.botId === null)) phone.showBot(bot);
  }

  #openBot(botId, phone, code) {
    const bot = this.#context.store.bots.find((one) => one.id === botId);
    phone.showBot(bot);
    if (code) phone.offerStart(code);
  }

  #hide(userId) {
    this.#hidden.add(userId);
    this.show(this.botId);
  }

  #drop(userId, phone) {
    phone.destroy();
    this.#phones.delete(userId);
  }

  #showTabs(ids) {
    const buttons = ids.map((id) => {
      const user = this.#context.store.users.get(id);
      const name = fullName(user);
      const select = () => {
        this.#active = id;
        this.#showTabs(ids);
      };
      const current = id === this.#active;
      this.#phones.get(id).element.classList.toggle('active', current);
      return h(
        'button',
        { type: 'button', 'aria-pressed': String(current), testid: `tab-${id}`, onclick: select },
        avatar(id, name),
        h('span', {}, user.sim_role ? roleName(user.sim_role) : name),
      );
    });
    this.#tabs.replaceChildren(...buttons);
  }
}

/** Ids: customer, moderator, admin first and in this order, then the rest as they were created; a crowd has no phones. */
function firstByRole(users) {
  const rank = (user) => {
    const index = ROLES.indexOf(user.sim_role);
    return index < 0 ? ROLES.length : index;
  };
  return users
    .filter((user) => user.sim_role !== 'crowd')
    .sort((a, b) => rank(a) - rank(b))
    .slice(0, MOST_PHONES)
    .map((user) => user.id);
}
