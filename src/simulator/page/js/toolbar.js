/** The field and the buttons around it; which of them show follows from the text and the bot. */
import { h, iconButton } from './dom.js';
import { t } from './i18n.js';
import { icon } from './icons.js';

const TALLEST_PX = 132;

export class Toolbar {
  input;
  attach;
  mic;
  element;
  #menu;
  #keyboard;
  #send;

  /** `on`: what to call for `typed`, `key`, `paste`, `menu`, `keyboard`, `stickers`, `attach`, `send`, `record`. */
  constructor(on) {
    const label = t('composer.label');
    const tool = (image, text, testid, onclick) =>
      iconButton(icon(image), text, { class: 'tool', testid, onclick });
    const round = (image, text, testid, onclick) =>
      iconButton(icon(image), text, { class: 'round-button', testid, onclick });
    this.input = h('textarea', {
      rows: 1,
      testid: 'composer',
      'aria-label': label,
      oninput: on.typed,
      onkeydown: on.key,
      onpaste: on.paste,
    });
    this.#menu = h(
      'button',
      {
        type: 'button',
        class: 'menu-button',
        testid: 'menu',
        'aria-label': t('composer.menu'),
        onclick: on.menu,
      },
      icon('menu'),
      h('span', {}, t('composer.menu')),
    );
    this.#keyboard = tool('keyboard', t('composer.keyboard'), 'keyboard-toggle', on.keyboard);
    this.attach = tool('attach', t('composer.attach'), 'attach', on.attach);
    this.mic = round('mic', t('composer.voice'), 'voice', on.record);
    this.#send = round('send', t('composer.send'), 'send', on.send);
    const stickers = tool('smile', t('composer.sticker'), 'stickers', on.stickers);
    const field = h('div', { class: 'field-box' }, this.input, this.#keyboard, stickers, this.attach);
    this.element = h('div', { class: 'bar' }, this.#menu, field, this.mic, this.#send);
  }

  show({ editing, hasCommands, commandsOpen, hasKeyboard, keyboardShown, canHide, placeholder }) {
    const filled = this.input.value.trim() !== '';
    this.#keyboard.hidden = !hasKeyboard || (keyboardShown && !canHide);
    this.#keyboard.setAttribute('aria-pressed', String(keyboardShown));
    this.#menu.hidden = !hasCommands || filled;
    this.#menu.setAttribute('aria-expanded', String(commandsOpen));
    this.attach.hidden = editing;
    this.mic.hidden = filled || editing;
    this.#send.hidden = !filled && !editing;
    this.#send.replaceChildren(icon(editing ? 'check' : 'send'));
    this.#send.setAttribute('aria-label', t(editing ? 'composer.save' : 'composer.send'));
    // The bot's own hint matters more than the word on the button.
    this.#menu.classList.toggle('short', Boolean(placeholder));
    this.input.placeholder = placeholder || t('composer.placeholder');
    this.input.title = placeholder ?? '';
    this.#grow();
  }

  #grow() {
    this.input.style.height = 'auto';
    if (this.input.value) this.input.style.height = `${Math.min(this.input.scrollHeight, TALLEST_PX)}px`;
  }
}
