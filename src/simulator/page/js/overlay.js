/**
 * What lies over one phone's screen: toasts, alerts, confirmations, small forms and menus. They stay
 * inside that phone, hold the focus while open, close on Escape, and give the focus back.
 */
import { h } from './dom.js';
import { t } from './i18n.js';
import { icon } from './icons.js';

const TOAST_MS = 3500;

export class Overlay {
  #screen;
  #toasts = h('div', { class: 'toasts', role: 'status', 'aria-live': 'polite' });

  constructor(screen) {
    this.#screen = screen;
    screen.append(this.#toasts);
  }

  toast(text) {
    const node = h('div', { class: 'toast', testid: 'toast' }, text);
    this.#toasts.replaceChildren(node);
    setTimeout(() => node.remove(), TOAST_MS);
  }

  /** Shows a message that waits for OK, as an answer to a callback with show_alert does. */
  alert(text) {
    return this.#sheet({ role: 'alertdialog', testid: 'alert', text, buttons: [[t('form.ok'), true]] });
  }

  /** Asks for a yes; answers true only for the confirming button. */
  async confirm({ title, text, yes, danger = false, testid = 'confirm' }) {
    const buttons = [
      [t('form.cancel'), false],
      [yes, true, danger],
    ];
    return (await this.#sheet({ role: 'dialog', testid, title, text, buttons })) === true;
  }

  /** Asks for values: `fields` are `{name, label, value?, type?}`. Answers null when cancelled. */
  async form({ title, fields, yes, testid = 'form' }) {
    const inputs = fields.map((field) =>
      h('input', {
        name: field.name,
        type: field.type ?? 'text',
        value: field.value ?? '',
        autocomplete: 'off',
        required: true,
      }),
    );
    const rows = inputs.map((input, index) =>
      h('label', { class: 'field' }, h('span', {}, fields[index].label), input),
    );
    const done = await this.#sheet({
      role: 'dialog',
      testid,
      title,
      rows,
      buttons: [
        [t('form.cancel'), false],
        [yes, true],
      ],
    });
    if (done !== true) return null;
    return Object.fromEntries(inputs.map((input) => [input.name, input.value.trim()]));
  }

  /** A menu at a point (the corner when none). `items`: `{label, icon, action, danger?, checked?}`. */
  menu({ items, at, label, title }) {
    const list = h('div', { class: 'menu-list', role: 'menu', 'aria-label': label ?? title ?? '' });
    const close = this.#layer('menu-layer', list);
    if (title) list.append(h('div', { class: 'menu-title' }, title));
    for (const item of items) list.append(menuItem(item, close));
    this.#place(list, at);
    list.querySelector('button')?.focus({ preventScroll: true });
  }

  #sheet({ role, testid, title, text, rows = [], buttons }) {
    return new Promise((resolve) => {
      const card = h('form', {
        class: 'sheet',
        role,
        'aria-modal': 'true',
        'aria-label': title ?? text ?? '',
        testid,
      });
      const close = this.#layer('sheet-layer', card, () => resolve(undefined));
      if (title) card.append(h('h2', {}, title));
      if (text) card.append(h('p', {}, text));
      const finish = (value) => {
        resolve(value);
        close();
      };
      card.addEventListener('submit', (event) => {
        event.preventDefault();
        finish(true);
      });
      card.append(
        ...rows,
        h(
          'div',
          { class: 'sheet-buttons' },
          buttons.map((button) => sheetButton(button, finish)),
        ),
      );
      (card.querySelector('input') ?? card.querySelector('[type=submit]')).focus({ preventScroll: true });
    });
  }

  /** Puts `content` over the screen; answers the function that takes it away. */
  #layer(name, content, onClose = () => undefined) {
    const opener = document.activeElement;
    const layer = h('div', { class: `layer ${name}` }, content);
    const close = () => {
      if (!layer.isConnected) return;
      layer.remove();
      onClose();
      if (opener instanceof HTMLElement && opener.isConnected) opener.focus({ preventScroll: true });
    };
    layer.addEventListener('pointerdown', (event) => {
      if (event.target === layer) close();
    });
    layer.addEventListener('contextmenu', (event) => event.preventDefault());
    layer.addEventListener('keydown', (event) => holdFocus(event, layer, close));
    this.#screen.append(layer);
    return close;
  }

  #place(list, at) {
    const screen = this.#screen.getBoundingClientRect();
    const size = { width: list.offsetWidth, height: list.offsetHeight };
    const point = at ?? { x: screen.right - 12, y: screen.top + 96 };
    const left = Math.min(Math.max(8, point.x - screen.left), screen.width - size.width - 8);
    const top = Math.min(Math.max(8, point.y - screen.top), screen.height - size.height - 8);
    list.style.left = `${Math.max(8, left)}px`;
    list.style.top = `${Math.max(8, top)}px`;
  }
}

function menuItem(item, close) {
  const run = () => {
    close();
    item.action();
  };
  const mark = item.checked ? icon('check') : item.icon ? icon(item.icon) : h('span', { class: 'icon' });
  const role = item.checked === undefined ? 'menuitem' : 'menuitemradio';
  return h(
    'button',
    {
      type: 'button',
      role,
      'aria-checked': item.checked === undefined ? null : String(item.checked),
      class: item.danger ? 'menu-item danger' : 'menu-item',
      testid: item.testid,
      onclick: run,
    },
    mark,
    h('span', {}, item.label),
  );
}

function sheetButton([label, value, danger], finish) {
  if (value)
    return h('button', { type: 'submit', class: danger ? 'danger' : null, testid: 'sheet-yes' }, label);
  return h('button', { type: 'button', testid: 'sheet-no', onclick: () => finish(value) }, label);
}

/** Escape closes; Tab and the arrows go round inside the layer. */
function holdFocus(event, layer, close) {
  if (event.key === 'Escape') {
    event.stopPropagation();
    return close();
  }
  const arrows = layer.classList.contains('menu-layer') ? { ArrowDown: 1, ArrowUp: -1 } : {};
  const step = event.key === 'Tab' ? (event.shiftKey ? -1 : 1) : arrows[event.key];
  if (step === undefined) return undefined;
  event.preventDefault();
  const stops = [...layer.querySelectorAll('button, input, a[href]')];
  const index = stops.indexOf(document.activeElement);
  stops[(index + step + stops.length) % stops.length]?.focus();
  return undefined;
}
