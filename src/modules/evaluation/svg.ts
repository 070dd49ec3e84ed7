/** Drawing for the report's page: a plot with two axes, and what is put on it. Colours are classes of the page's style. */

const WIDTH = 400;
const HEIGHT = 260;
const LEFT = 46;
const RIGHT = 22;
const TOP = 24;
const BOTTOM = 40;

type Attributes = Readonly<Record<string, string | number>>;

export function escaped(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');
}

/** An element; its content is markup already. */
export function element(name: string, attributes: Attributes, content = ''): string {
  const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${typeof value === 'number' ? round(value) : escaped(value)}"`);
  return `<${name}${written.join('')}>${content}</${name}>`;
}

export function label(x: number, y: number, text: string, kind = 'tick', anchor = 'middle'): string {
  return element('text', { x, y, class: kind, 'text-anchor': anchor }, escaped(text));
}

/** Where a share of 0..1 along an axis lies. */
export function acrossAt(share: number): number {
  return LEFT + share * (WIDTH - LEFT - RIGHT);
}

export function upAt(share: number): number {
  return HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM);
}

export interface Tick {
  /** 0..1 along the axis. */
  readonly at: number;
  readonly text: string;
}

export interface Axes {
  /** What the plot shows, for those who cannot see it. */
  readonly title: string;
  readonly across: string;
  readonly up: string;
  readonly acrossTicks: readonly Tick[];
  readonly upTicks: readonly Tick[];
}

export const PERCENT_TICKS: readonly Tick[] = [0, 0.25, 0.5, 0.75, 1].map((at) => ({ at, text: `${at * 100} %` }));

/** A plot: grid, axes and their names, with the drawing on top. */
export function plot({ title, across, up, acrossTicks, upTicks }: Axes, drawing: readonly string[]): string {
  const grid = upTicks.map(({ at, text }) => {
    const y = upAt(at);
    return element('line', { x1: LEFT, y1: y, x2: WIDTH - RIGHT, y2: y, class: 'grid' }) + label(LEFT - 6, y + 4, text, 'tick', 'end');
  });
  const below = acrossTicks.map(({ at, text }) => label(acrossAt(at), HEIGHT - BOTTOM + 18, text));
  const names = [label(acrossAt(0.5), HEIGHT - 5, across, 'axis'), label(LEFT - 40, TOP - 12, up, 'axis', 'start')];
  return element(
    'svg',
    { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: 'img', 'aria-label': title },
    [...grid, ...below, ...names, ...drawing].join(''),
  );
}

/** A line through points given as shares of both axes. */
export function path(points: readonly (readonly [number, number])[], kind: string): string {
  const steps = points.map(([across, up], index) => `${index === 0 ? 'M' : 'L'}${round(acrossAt(across))} ${round(upAt(up))}`);
  return element('path', { d: steps.join(''), class: kind });
}

/** A bar from the floor; `from` and `to` along the axis, `height` of it. */
export function bar(from: number, to: number, height: number, kind: string, told: string): string {
  const y = upAt(height);
  const attributes = { x: acrossAt(from), y, width: acrossAt(to) - acrossAt(from), height: upAt(0) - y, rx: 2, class: kind };
  return element('rect', attributes, element('title', {}, escaped(told)));
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
