/**
 * Text with Telegram entities as DOM nodes. Offsets count UTF-16 units, as JavaScript strings do.
 * Entities nest; one that sticks out of the entity around it is cut at its border.
 */
import { h, iconButton } from './dom.js';
import { t } from './i18n.js';
import { icon } from './icons.js';
import { safeHref } from './links.js';

const BLOCKS = new Set(['pre', 'blockquote', 'expandable_blockquote']);
const PLAIN_TAGS = { bold: 'strong', italic: 'em', underline: 'u', strikethrough: 's' };

/**
 * Renders `text`. `act` receives what a reader can do with it: `command(text)`, `open(url)` and
 * `copy(text)`.
 */
export function renderText(text, entities, act) {
  return renderRange(text, 0, text.length, sortEntities(entities ?? []), act);
}

function sortEntities(entities) {
  return entities.filter((one) => one.length > 0).sort((a, b) => a.offset - b.offset || b.length - a.length);
}

function renderRange(text, start, end, entities, act) {
  const nodes = [];
  let at = start;
  let rest = entities;
  while (rest.length > 0) {
    const [entity, ...others] = rest;
    const from = Math.max(entity.offset, at);
    const to = Math.min(entity.offset + entity.length, end);
    const inner = others.filter((one) => one.offset < to);
    rest = others.filter((one) => one.offset >= to);
    if (from >= to) continue;
    if (from > at) nodes.push(text.slice(at, from));
    nodes.push(renderEntity(text.slice(from, to), entity, renderRange(text, from, to, inner, act), act));
    at = skipBreak(text, to, end, entity);
  }
  if (at < end) nodes.push(text.slice(at, end));
  return nodes;
}

/** A block element breaks the line itself, so the line break after it would show as an empty line. */
function skipBreak(text, to, end, entity) {
  return BLOCKS.has(entity.type) && to < end && text[to] === '\n' ? to + 1 : to;
}

function renderEntity(text, entity, children, act) {
  const tag = PLAIN_TAGS[entity.type];
  if (tag) return h(tag, {}, children);
  const render = RENDERERS[entity.type];
  return render ? render({ text, entity, children, act }) : h('span', { class: 'entity' }, children);
}

const RENDERERS = {
  code: ({ children, text, act }) => clickable('code', {}, children, () => act.copy(text)),
  pre: ({ children, entity, text, act }) => preformatted(children, entity, text, act),
  blockquote: ({ children }) => h('blockquote', {}, children),
  expandable_blockquote: ({ children }) => expandableQuote(children),
  spoiler: ({ children }) => spoiler(children),
  text_link: ({ children, entity, act }) => link(entity.url, children, act),
  url: ({ children, text, act }) => link(text, children, act),
  email: ({ children, text, act }) => link(`mailto:${text}`, children, act),
  phone_number: ({ children, text, act }) => link(`tel:${text.replace(/[^+\d]/gu, '')}`, children, act),
  mention: ({ children, text, act }) => link(`https://t.me/${text.slice(1)}`, children, act),
  text_mention: ({ children }) => h('span', { class: 'entity' }, children),
  bot_command: ({ children, text, act }) =>
    clickable('span', { class: 'entity', testid: 'command-link' }, children, () => act.command(text)),
};

function clickable(tag, props, children, action) {
  const press = (event) => {
    event.stopPropagation();
    action(event);
  };
  const key = (event) => {
    if (event.key !== 'Enter' && event.key !== ' ') return;
    event.preventDefault();
    press(event);
  };
  return h(tag, { role: 'button', tabindex: 0, onclick: press, onkeydown: key, ...props }, children);
}

function link(url, children, act) {
  const href = safeHref(url);
  if (!href) return h('span', { class: 'entity' }, children);
  const open = (event) => {
    event.stopPropagation();
    if (act.open(href)) event.preventDefault();
  };
  return h('a', { href, target: '_blank', rel: 'noopener noreferrer', onclick: open }, children);
}

function preformatted(children, entity, text, act) {
  const copy = iconButton(icon('copy'), t('bubble.copyCode'), {
    class: 'pre-copy',
    onclick: () => act.copy(text),
  });
  const head = h('span', { class: 'pre-head' }, h('span', {}, entity.language ?? ''), copy);
  return h('div', { class: 'pre' }, head, h('pre', {}, h('code', {}, children)));
}

function spoiler(children) {
  const node = clickable('span', { class: 'spoiler', 'aria-label': t('bubble.spoiler') }, children, () => {
    node.classList.add('shown');
    node.removeAttribute('aria-label');
  });
  return node;
}

function expandableQuote(children) {
  const toggle = () => {
    const open = quote.classList.toggle('open');
    button.setAttribute('aria-expanded', String(open));
  };
  const button = iconButton(icon('down'), t('bubble.expand'), {
    class: 'quote-toggle',
    'aria-expanded': 'false',
  });
  const quote = h('blockquote', { class: 'expandable', onclick: toggle }, h('span', {}, children), button);
  return quote;
}
