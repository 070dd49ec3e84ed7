/** The bot's commands above the composer: all from the Menu button, matching ones while typing "/". */
import { h } from './dom.js';
import { t } from './i18n.js';

export class CommandList {
  #choose;
  #active = 0;
  #list = h('div', {
    class: 'commands',
    role: 'listbox',
    'aria-label': t('composer.commands'),
    testid: 'commands',
    hidden: true,
  });
  element = this.#list;

  /** `choose(command)` is called with the command without its slash. */
  constructor(choose) {
    this.#choose = choose;
  }

  get open() {
    return !this.#list.hidden;
  }

  show(commands) {
    this.#active = 0;
    this.#list.hidden = commands.length === 0;
    this.#list.replaceChildren(...commands.map((one) => this.#row(one)));
    this.#mark();
  }

  close() {
    this.show([]);
  }

  /** Takes the keys that belong to an open list; true when the key was used. */
  onKey(event) {
    if (!this.open) return false;
    const rows = this.#list.children;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      this.#active = (this.#active + step + rows.length) % rows.length;
      this.#mark();
    } else if (event.key === 'Tab' || (event.key === 'Enter' && !event.shiftKey)) rows[this.#active].click();
    else if (event.key === 'Escape') this.close();
    else return false;
    event.preventDefault();
    return true;
  }

  #row({ command, description }) {
    return h(
      'button',
      { type: 'button', role: 'option', testid: 'command', onclick: () => this.#choose(command) },
      h('b', {}, `/${command}`),
      h('span', {}, description),
    );
  }

  #mark() {
    [...this.#list.children].forEach((row, index) => {
      row.setAttribute('aria-selected', String(index === this.#active));
      if (index === this.#active) row.scrollIntoView({ block: 'nearest' });
    });
  }
}

/** The commands that a half-typed text could become; none when it is not the start of a command. */
export function matchingCommands(text, commands) {
  const typed = /^\/(\w*)$/u.exec(text);
  return typed ? commands.filter((one) => one.command.startsWith(typed[1].toLowerCase())) : [];
}
