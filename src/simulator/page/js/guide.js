/** The strip that tells a first visitor what to do, in three steps. It can be put away and called back. */
import { h, iconButton } from './dom.js';
import { t } from './i18n.js';
import { icon } from './icons.js';
import { recall, remember } from './remember.js';

const KEY = 'simulator.guide';
const EXAMPLES = ['guide.example1', 'guide.example2', 'guide.example3'];

export class Guide {
  #wanted = false;
  #away = recall(KEY) === 'away';
  element;
  /** The button that calls the strip back. */
  opener = iconButton(icon('help'), t('guide.open'), { class: 'tool', testid: 'guide-open' });

  /** `suggest(text)` puts a text into the customer's field. */
  constructor(suggest) {
    const close = iconButton(icon('close'), t('guide.close'), { class: 'tool', testid: 'guide-close' });
    const steps = h(
      'ol',
      {},
      step(1, 'guide.start'),
      step(2, 'guide.ask', chips(EXAMPLES.map((key) => t(key)), suggest)),
      step(3, 'guide.human', chips(['/help', '/end'], suggest)),
    );
    const props = { class: 'guide', testid: 'guide', 'aria-label': t('guide.title') };
    this.element = h('section', props, steps, close);
    close.addEventListener('click', () => this.#put(true));
    this.opener.addEventListener('click', () => this.#put(!this.#away));
    this.show(false);
  }

  /** The steps are about a customer's phone, so without one there is nothing to tell. */
  show(wanted) {
    this.#wanted = wanted;
    this.element.hidden = !wanted || this.#away;
    this.opener.hidden = !wanted;
    this.opener.setAttribute('aria-expanded', String(!this.element.hidden));
  }

  #put(away) {
    this.#away = away;
    remember(KEY, away ? 'away' : 'shown');
    this.show(this.#wanted);
  }
}

function step(number, key, extra) {
  const words = h('div', {}, h('b', {}, t(`${key}Title`)), h('p', {}, t(key)), extra ?? null);
  return h('li', {}, h('span', { class: 'step', 'aria-hidden': 'true' }, String(number)), words);
}

function chips(texts, suggest) {
  const buttons = texts.map((text) => {
    const onclick = () => suggest(text);
    return h('button', { type: 'button', testid: 'example', onclick }, text);
  });
  return h('div', { class: 'chips' }, buttons);
}
