/** The line over the field that says which message is being answered or edited. */
import { isMine } from './chat-state.js';
import { h, iconButton } from './dom.js';
import { fullName } from './format.js';
import { t } from './i18n.js';
import { icon } from './icons.js';
import { summary } from './media.js';

export class AboutLine {
  /** What the next text is about: `{kind: 'reply' | 'edit', message}`, or null. */
  current = null;
  element = h('div', { class: 'about', hidden: true });
  #onCancel;

  constructor(onCancel) {
    this.#onCancel = onCancel;
  }

  get editing() {
    return this.current?.kind === 'edit';
  }

  set(about) {
    this.current = about;
    this.element.hidden = about === null;
    this.element.replaceChildren(...(about ? content(about, this.#onCancel) : []));
  }

  /** True when the message it speaks of is no longer in the chat. */
  isGone(chat) {
    const id = this.current?.message.message_id;
    return id !== undefined && !chat.messages.some((one) => one.message_id === id);
  }
}

/** What a message needs so that it is a reply; nothing when it is none. */
export function replyFields(about) {
  return about?.kind === 'reply' ? { reply_to_message_id: about.message.message_id } : {};
}

function content({ kind, message }, cancel) {
  const name = isMine(message) ? t('bubble.you') : fullName(message.from);
  const title = kind === 'edit' ? t('composer.editing') : t('composer.replyTo', { name });
  return [
    icon(kind === 'edit' ? 'edit' : 'reply'),
    h('span', { class: 'about-text' }, h('b', {}, title), h('span', {}, summary(message))),
    iconButton(icon('close'), t('composer.cancel'), { class: 'tool', onclick: cancel }),
  ];
}
