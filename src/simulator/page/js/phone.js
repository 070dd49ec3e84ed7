/** One phone: its caption, its frame, its screen with a chat, and what lies over it. */
import { avatar } from './avatar.js';
import { ChatView } from './chat-view.js';
import { h } from './dom.js';
import { clock, fullName } from './format.js';
import { Overlay } from './overlay.js';
import { roleName } from './roles.js';

export class Phone {
  #context;
  #view = null;
  #caption = h('div', { class: 'caption' });
  #time = h('span', {}, clock(Date.now() / 1000));
  #screen = h(
    'div',
    { class: 'screen' },
    h(
      'div',
      { class: 'status-bar', 'aria-hidden': 'true' },
      this.#time,
      h('span', { class: 'island' }),
      h('span', { class: 'battery' }),
    ),
  );
  #overlay = new Overlay(this.#screen);
  #timer = setInterval(() => {
    this.#time.textContent = clock(Date.now() / 1000);
  }, 10_000);
  userId;
  botId = null;
  element;

  /** `context`: `{api, store, userId, openBot(botId, phone, startCode), hide(userId)}`. */
  constructor(context) {
    this.#context = context;
    this.userId = context.userId;
    this.element = h(
      'section',
      { class: 'phone', testid: `phone-${this.userId}` },
      this.#caption,
      h('div', { class: 'device' }, this.#screen),
    );
    this.showUser();
  }

  /** Draws the caption anew from what is known of the user. */
  showUser() {
    const user = this.#context.store.users.get(this.userId);
    const name = user ? fullName(user) : String(this.userId);
    const role = user?.sim_role ? roleName(user.sim_role) : null;
    this.element.setAttribute('aria-label', [role, name].filter(Boolean).join(': '));
    const parts = [
      avatar(this.userId, name),
      h('b', {}, role ?? name),
      role && name !== role ? h('span', {}, name) : null,
      user?.language_code ? h('small', {}, user.language_code) : null,
    ];
    this.#caption.replaceChildren(...parts.filter(Boolean));
  }

  showBot(bot) {
    if (bot.id === this.botId) return;
    this.#view?.destroy();
    this.botId = bot.id;
    const { openBot, hide } = this.#context;
    this.#view = new ChatView({
      ...this.#context,
      overlay: this.#overlay,
      bot,
      openBot: (botId, code) => openBot(botId, this, code),
      hide: () => hide(this.userId),
    });
    this.#screen.append(this.#view.element);
  }

  suggest(text) {
    this.#view?.suggest(text);
  }

  offerStart(code) {
    this.#view?.offerStart(code);
  }

  get draft() {
    return this.#view?.draft ?? '';
  }

  set draft(text) {
    if (this.#view && text) this.#view.draft = text;
  }

  destroy() {
    clearInterval(this.#timer);
    this.#view?.destroy();
    this.element.remove();
  }
}
