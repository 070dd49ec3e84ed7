/** One phone's chat with one bot: header, messages, and below them the composer or one big button. */
import { createActions } from './actions.js';
import { avatar } from './avatar.js';
import { isMine } from './chat-state.js';
import { Composer } from './composer.js';
import { h, iconButton } from './dom.js';
import { t } from './i18n.js';
import { icon } from './icons.js';
import { MessageList } from './message-list.js';
import { openPhoneMenu } from './phone-menu.js';

export class ChatView {
  #context;
  #act;
  #pendingStart = null;
  #status = h('span', { class: 'status', testid: 'status', 'aria-live': 'polite' });
  #empty = h(
    'div',
    { class: 'empty' },
    h('div', {}, h('b', {}, t('chat.empty')), h('span', {}, t('chat.emptyHint'))),
  );
  #bigButton = h('button', { type: 'button', class: 'big-button' });
  #list;
  #composer;
  #unsubscribe;
  element;

  /** `context`: `{api, store, overlay, bot, userId, openBot(botId, startCode), hide()}`. */
  constructor(context) {
    this.#context = context;
    const { api, store, overlay, bot, userId } = context;
    this.#act = createActions({
      api,
      store,
      overlay,
      botId: bot.id,
      userId,
      onDeepLink: (link) => this.#followLink(link),
    });
    const openMenu = (message, at) => this.#openMessageMenu(message, at);
    const reply = (message) => this.#composer.reply(message);
    this.#list = new MessageList({ ...this.#act, openMenu, reply });
    this.#composer = new Composer({ act: this.#act, overlay, user: () => store.users.get(userId) ?? {} });
    this.#list.element.append(this.#empty);
    this.element = h(
      'div',
      { class: 'chat' },
      this.#header(),
      this.#list.element,
      this.#composer.element,
      this.#bigButton,
    );
    const ends = [
      store.subscribe(`chat:${bot.id}:${userId}`, () => this.#show()),
      store.subscribe('online', () => this.#show()),
    ];
    this.#unsubscribe = () => ends.forEach((end) => end());
    this.#show();
    store.openChat(bot.id, userId).catch((error) => overlay.toast(error.message));
  }

  destroy() {
    this.#unsubscribe();
    this.element.remove();
  }

  get draft() {
    return this.#composer.draft;
  }

  set draft(text) {
    this.#composer.draft = text;
  }

  /** Puts a text into the field; before the first START it waits there, and the button is shown instead. */
  suggest(text) {
    this.#composer.suggest(text);
    if (!this.#bigButton.hidden) this.#bigButton.focus();
  }

  /** Arms the START button with the code of an invitation link. */
  offerStart(code) {
    this.#pendingStart = code;
    this.#show();
    this.#bigButton.focus();
  }

  #show() {
    const { store, bot, userId } = this.#context;
    const chat = store.chat(bot.id, userId);
    this.#list.show(chat);
    this.#composer.show(chat);
    this.#empty.hidden = !chat.loaded || chat.messages.length > 0;
    this.#status.replaceChildren(...statusOf(chat, store.online));
    this.#showBottom(chat);
  }

  #showBottom(chat) {
    const start = this.#pendingStart !== null || (chat.loaded && chat.messages.length === 0);
    const wanted = chat.blocked ? 'unblock' : start ? 'start' : null;
    this.#composer.element.hidden = wanted !== null;
    this.#bigButton.hidden = wanted === null;
    if (wanted === null) return;
    this.#bigButton.dataset.testid = wanted;
    this.#bigButton.classList.toggle('start', wanted === 'start');
    this.#bigButton.textContent = t(wanted === 'start' ? 'chat.start' : 'chat.unblock');
    this.#bigButton.onclick = () => (wanted === 'start' ? this.#start() : this.#act.setBlocked(false));
  }

  #start() {
    const code = this.#pendingStart;
    this.#pendingStart = null;
    void this.#act.send({ text: code ? `/start ${code}` : '/start' });
    this.#show();
  }

  #header() {
    const { bot } = this.#context;
    const more = iconButton(icon('more'), t('chat.more'), { class: 'tool', testid: 'header-menu' });
    more.addEventListener('click', () => {
      const box = more.getBoundingClientRect();
      openPhoneMenu({
        ...this.#context,
        act: this.#act,
        at: { x: box.right, y: box.bottom },
        follow: (link) => this.#followLink(link),
      });
    });
    const title = h('span', { class: 'title' }, h('b', {}, bot.name ?? bot.username), this.#status);
    return h(
      'header',
      { class: 'chat-header' },
      avatar(bot.id, bot.name ?? bot.username ?? 'B'),
      title,
      more,
    );
  }

  /** Opens the bot that a t.me link leads to; false when it is no bot of this simulator. */
  #followLink(link) {
    const { store, openBot } = this.#context;
    const bot = link && store.bots.find((one) => one.username?.toLowerCase() === link.username.toLowerCase());
    if (!bot) return false;
    openBot(bot.id, link.start);
    return true;
  }

  #openMessageMenu(message, at) {
    const { overlay } = this.#context;
    const text = message.text ?? message.caption;
    const mine = isMine(message);
    const items = [
      {
        label: t('bubble.reply'),
        icon: 'reply',
        testid: 'do-reply',
        action: () => this.#composer.reply(message),
      },
      text !== undefined && {
        label: t('bubble.copy'),
        icon: 'copy',
        testid: 'do-copy',
        action: () => this.#act.copy(text),
      },
      message.text !== undefined && {
        label: t('bubble.forward'),
        icon: 'forward',
        testid: 'do-forward',
        action: () => this.#act.send({ text, forward: true }),
      },
      mine &&
        text !== undefined && {
          label: t('bubble.edit'),
          icon: 'edit',
          testid: 'do-edit',
          action: () => this.#composer.edit(message),
        },
      mine && {
        label: t('bubble.delete'),
        icon: 'trash',
        testid: 'do-delete',
        danger: true,
        action: () => this.#remove(message),
      },
    ];
    overlay.menu({ items: items.filter(Boolean), at, label: t('bubble.options') });
  }

  async #remove(message) {
    const question = {
      title: t('sheet.deleteTitle'),
      text: t('sheet.deleteText'),
      yes: t('bubble.delete'),
      danger: true,
    };
    if (await this.#context.overlay.confirm(question)) await this.#act.remove(message);
  }
}

function statusOf(chat, online) {
  if (!online) return [t('status.connecting')];
  if (!chat.action) return [t('status.bot')];
  const dots = h('span', { class: 'dots', 'aria-hidden': 'true' }, h('i'), h('i'), h('i'));
  return [h('span', { class: 'acting' }, t(`action.${chat.action}`), dots)];
}
