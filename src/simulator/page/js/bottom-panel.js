/** What can stand under the field in place of a phone's own keyboard: the bot's buttons or the stickers. */
import { h } from './dom.js';
import { replyKeyboard } from './keyboard.js';
import { stickerPanel } from './stickers.js';

export class BottomPanel {
  #press;
  #markup = null;
  #spec = 'null';
  #keys = h('div', { class: 'keys', hidden: true });
  #stickers;
  element;

  /** `press` gets a KeyboardButton, `sticker` an emoji. */
  constructor({ press, sticker }) {
    this.#press = press;
    this.#stickers = stickerPanel(sticker);
    this.element = h('div', {}, this.#stickers, this.#keys);
  }

  /** A new keyboard opens by itself, as in Telegram; the same one again changes nothing. */
  takeKeyboard(markup) {
    const spec = JSON.stringify(markup);
    if (spec === this.#spec) return;
    this.#spec = spec;
    this.#markup = markup;
    this.#keys.replaceChildren(...(markup ? [replyKeyboard(markup, (button) => this.#pressed(button))] : []));
    this.#open(markup ? this.#keys : null);
  }

  get hasKeyboard() {
    return this.#markup !== null;
  }

  get keyboardShown() {
    return !this.#keys.hidden;
  }

  /** True for a keyboard that the bot wants to stay whenever nothing else stands there. */
  get persistent() {
    return this.#markup?.is_persistent === true;
  }

  /** The hint that the bot's keyboard puts into the field, if any. */
  get placeholder() {
    return this.#markup?.input_field_placeholder;
  }

  toggleKeyboard() {
    this.#open(this.#keys.hidden ? this.#keys : null);
  }

  toggleStickers() {
    this.#open(this.#stickers.hidden ? this.#stickers : null);
  }

  close() {
    this.#open(null);
  }

  #pressed(button) {
    if (this.#markup.one_time_keyboard) this.close();
    this.#press(button);
  }

  #open(panel) {
    const shown = panel ?? (this.persistent ? this.#keys : null);
    for (const one of [this.#keys, this.#stickers]) one.hidden = one !== shown;
  }
}
