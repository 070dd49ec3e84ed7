/**
 * The scrolling list: messages under their day, grouped by author. It stays at the bottom while it is
 * there; scrolled up, it keeps its place and counts what arrives. Long chats show their end first.
 */
import { bubble, serviceLine } from './bubble.js';
import { isMine } from './chat-state.js';
import { h, iconButton, reconcile } from './dom.js';
import { dayKey, dayLabel } from './format.js';
import { t } from './i18n.js';
import { icon } from './icons.js';

const PAGE = 150;
/** Messages of one author within this many seconds stand together. */
const GROUP_SECONDS = 300;
const NEAR_BOTTOM_PX = 80;
/** The day's label over the messages fades this long after the last scroll. */
const LABEL_MS = 1200;

export class MessageList {
  #act;
  #shown = PAGE;
  #unread = 0;
  #lastId = 0;
  #atBottom = true;
  #lastTop = 0;
  #fade = 0;
  #drawn = new Map();
  #days = new Map();
  #chat = null;
  #count = h('span', { class: 'unread' });
  #down = iconButton(icon('down'), t('chat.down'), {
    class: 'down',
    testid: 'scroll-down',
    onclick: () => this.toBottom(true),
  });
  #earlier = h(
    'button',
    { type: 'button', class: 'earlier', onclick: () => this.#showEarlier() },
    t('chat.earlier'),
  );
  #blockedLine = serviceLine(t('chat.blocked'));
  #scroll = h('div', {
    class: 'messages',
    role: 'log',
    'aria-live': 'polite',
    'aria-label': t('chat.messages'),
    tabindex: 0,
    testid: 'messages',
  });
  element = h('div', { class: 'message-area' }, this.#scroll, this.#down);

  constructor(act) {
    this.#act = { ...act, jump: (id) => this.jump(id) };
    this.#down.append(this.#count);
    this.#scroll.addEventListener('scroll', () => this.#noticeScroll(), { passive: true });
    this.#scroll.addEventListener('keydown', (event) => this.#walk(event));
    this.#scroll.addEventListener('load', () => this.#settle(), true);
    new ResizeObserver(() => this.#settle()).observe(this.#scroll);
  }

  /** Draws the chat; messages drawn before and unchanged keep their elements. */
  show(chat) {
    this.#countNew(chat);
    this.#chat = chat;
    const visible = chat.messages.slice(-this.#shown);
    const nodes = this.#daySections(visible);
    if (chat.messages.length > visible.length) nodes.unshift(this.#earlier);
    if (chat.blocked) nodes.push(this.#blockedLine);
    reconcile(this.#scroll, nodes);
    this.#settle();
  }

  toBottom(smooth = false) {
    this.#atBottom = true;
    this.#scroll.scrollTo({ top: this.#scroll.scrollHeight, behavior: smooth ? 'smooth' : 'instant' });
    this.#clearUnread();
  }

  /** Scrolls to a message and lets it flash. */
  jump(messageId) {
    const index = this.#chat.messages.findIndex((message) => message.message_id === messageId);
    if (index < 0) return;
    const wanted = this.#chat.messages.length - index;
    if (wanted > this.#shown) {
      this.#shown = wanted + PAGE / 2;
      this.show(this.#chat);
    }
    const node = this.#drawn.get(messageId).node;
    this.#atBottom = false;
    node.scrollIntoView({ block: 'center', behavior: 'smooth' });
    node.classList.remove('flash');
    requestAnimationFrame(() => node.classList.add('flash'));
  }

  #daySections(messages) {
    const groups = Map.groupBy(messages, dayOf);
    const drawn = new Map();
    const sections = [...groups].map(([key, list]) => this.#daySection(key, list, drawn));
    this.#drawn = drawn;
    return sections;
  }

  #daySection(key, list, drawn) {
    const section = this.#days.get(key) ?? h('section', { class: 'day' });
    this.#days.set(key, section);
    const label =
      section.firstChild ?? h('div', { class: 'day-label' }, h('span', {}, dayLabel(list[0].date)));
    const nodes = list.map((message, index) => {
      const place = { first: !together(list[index - 1], message), last: !together(message, list[index + 1]) };
      return this.#draw(message, place, drawn);
    });
    reconcile(section, [label, ...nodes]);
    return section;
  }

  #draw(message, place, drawn) {
    const before = this.#drawn.get(message.message_id);
    const same =
      before &&
      before.message === message &&
      before.place.first === place.first &&
      before.place.last === place.last;
    const node = same ? before.node : bubble(message, place, this.#act);
    if (!before && this.#lastId > 0 && this.#chat.loaded) node.classList.add('arriving');
    drawn.set(message.message_id, { message, place, node });
    return node;
  }

  #countNew(chat) {
    const latest = chat.messages.at(-1)?.message_id ?? 0;
    const fresh = chat.messages.filter((message) => message.message_id > this.#lastId);
    const mine = fresh.some(isMine);
    if (this.#lastId > 0 && !this.#atBottom && !mine) this.#unread += fresh.length;
    if (mine) this.#atBottom = true;
    this.#lastId = latest;
    this.#showUnread();
  }

  #showEarlier() {
    const fromEnd = this.#scroll.scrollHeight - this.#scroll.scrollTop;
    this.#shown += PAGE;
    this.show(this.#chat);
    this.#scroll.scrollTop = this.#scroll.scrollHeight - fromEnd;
  }

  /** Only moving up leaves the bottom: a list that grew or shrank has scrolled nowhere. */
  #noticeScroll() {
    const { scrollHeight, scrollTop, clientHeight } = this.#scroll;
    const near = scrollHeight - scrollTop - clientHeight < NEAR_BOTTOM_PX;
    if (near) this.#atBottom = true;
    else if (scrollTop < this.#lastTop) this.#atBottom = false;
    this.#lastTop = scrollTop;
    this.#down.classList.toggle('visible', !this.#atBottom);
    if (this.#atBottom) this.#clearUnread();
    this.#showDayLabels();
  }

  /** A label stuck to the top shows while the list moves, as it would cover what one reads. */
  #showDayLabels() {
    const { top } = this.#scroll.getBoundingClientRect();
    for (const section of this.#scroll.querySelectorAll('.day')) {
      section.classList.toggle('stuck', section.getBoundingClientRect().top < top);
    }
    this.#scroll.classList.add('moving');
    clearTimeout(this.#fade);
    this.#fade = setTimeout(() => this.#scroll.classList.remove('moving'), LABEL_MS);
  }

  #settle() {
    if (this.#atBottom) this.#scroll.scrollTop = this.#scroll.scrollHeight;
  }

  #clearUnread() {
    this.#unread = 0;
    this.#showUnread();
  }

  #showUnread() {
    this.#count.textContent = this.#unread > 0 ? String(this.#unread) : '';
    this.#down.setAttribute(
      'aria-label',
      this.#unread > 0 ? t('chat.unread', { n: this.#unread }) : t('chat.down'),
    );
  }

  /** Arrow keys go from message to message, Home and End to the ends. */
  #walk(event) {
    const nodes = [...this.#scroll.querySelectorAll('.bubble')];
    const index = nodes.indexOf(document.activeElement);
    const next = {
      ArrowUp: index < 0 ? nodes.length - 1 : index - 1,
      ArrowDown: index + 1,
      End: nodes.length - 1,
      Home: 0,
    }[event.key];
    if (next === undefined || !nodes[next] || (index < 0 && event.target !== this.#scroll)) return;
    event.preventDefault();
    nodes[next].focus();
  }
}

function dayOf(message) {
  return dayKey(message.date);
}

function together(a, b) {
  return (
    Boolean(a && b) &&
    isMine(a) === isMine(b) &&
    b.date - a.date < GROUP_SECONDS &&
    !a.pinned_message &&
    !b.pinned_message
  );
}
