/** A round picture made of initials; its colour follows from the id, as in Telegram. */
import { h } from './dom.js';
import { initials } from './format.js';

const COLOURS = [
  ['#ff885e', '#ff516a'],
  ['#ffcd6a', '#ffa85c'],
  ['#82b1ff', '#665fff'],
  ['#a0de7e', '#54cb68'],
  ['#53edd6', '#28c9b7'],
  ['#72d5fd', '#2a9ef1'],
  ['#e0a2f3', '#d669ed'],
];

export function avatar(id, name) {
  const [top, bottom] = COLOURS[Math.abs(Number(id) || 0) % COLOURS.length];
  const style = { '--avatar-top': top, '--avatar-bottom': bottom };
  return h('span', { class: 'avatar', style, 'aria-hidden': 'true' }, initials(name));
}
