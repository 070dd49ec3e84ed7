/** One message as it stands in the chat: quote, media, text, time and ticks, and its inline buttons. */
import { h, onLongPress } from './dom.js';
import { isMine } from './chat-state.js';
import { renderText } from './entities.js';
import { clock, fullName } from './format.js';
import { t } from './i18n.js';
import { ticks } from './icons.js';
import { inlineKeyboard } from './keyboard.js';
import { mediaKind, renderMedia, summary } from './media.js';

/** Kinds that stand on the wallpaper without a bubble around them. */
const BARE = new Set(['sticker', 'video_note']);
const FRAMED = new Set(['photo', 'video', 'animation', 'location']);
const ONLY_EMOJI =
  /^(?:\p{Extended_Pictographic}[\p{Emoji_Modifier}\u{FE0F}]?(?:\u{200D}\p{Extended_Pictographic}\u{FE0F}?)*\s?){1,3}$/u;

/**
 * Makes the element of a message. `act`: `jump(id)`, `openMenu(message, point)`, `reply(message)`,
 * `press(message, data)`, `command(text)`, `open(url)`, `copy(text)`, `unsupported()`.
 */
export function bubble(message, { first, last }, act) {
  if (message.pinned_message) return serviceLine(t('bubble.pinned', { name: fullName(message.from) }));
  const kind = mediaKind(message);
  const text = message.text ?? message.caption ?? '';
  const jumbo = kind === null && !message.entities?.length && ONLY_EMOJI.test(text.trim());
  const bare = BARE.has(kind) || jumbo;
  const balloon = h(
    'div',
    { class: classes('balloon', { bare, jumbo, tail: last && !bare, media: FRAMED.has(kind) }) },
    forwardLine(message),
    replyQuote(message, act),
    body(message, text, act),
    reactions(message),
    meta(message),
  );
  const markup = message.reply_markup?.inline_keyboard ? message.reply_markup : null;
  const keyboard = markup
    ? inlineKeyboard(markup, { ...act, press: (data) => act.press(message, data) })
    : null;
  const node = h(
    'article',
    {
      class: classes('bubble', { mine: isMine(message), first, last, 'has-keyboard': keyboard !== null }),
      testid: 'bubble',
      'data-message-id': message.message_id,
      'data-direction': message.sim?.direction,
      tabindex: -1,
      'aria-label': isMine(message) ? t('bubble.you') : fullName(message.from),
    },
    balloon,
    keyboard,
  );
  listenForMenu(node, balloon, message, act);
  return node;
}

function classes(base, flags) {
  return [base, ...Object.keys(flags).filter((name) => flags[name])].join(' ');
}

/** A line in the middle of the chat that is nobody's message. */
export function serviceLine(text) {
  return h('div', { class: 'service' }, h('span', {}, text));
}

function body(message, text, act) {
  const media = renderMedia(message);
  const entities = message.entities ?? message.caption_entities;
  const words = text
    ? h('div', { class: 'text', dir: 'auto', testid: 'bubble-text' }, renderText(text, entities, act))
    : null;
  if (!media && !words) return h('div', { class: 'text unsupported' }, t('bubble.unsupported'));
  return message.show_caption_above_media ? [words, media] : [media, words];
}

function forwardLine(message) {
  const origin = message.forward_origin;
  if (!origin) return null;
  const name = origin.sender_user
    ? fullName(origin.sender_user)
    : (origin.sender_user_name ?? origin.chat?.title ?? '');
  return h('div', { class: 'forwarded' }, t('bubble.forwardedFrom', { name }));
}

function replyQuote(message, act) {
  const quoted = message.reply_to_message;
  if (!quoted) return null;
  const author = quoted.from && !quoted.from.is_bot ? t('bubble.you') : fullName(quoted.from ?? {});
  const jump = () => act.jump(quoted.message_id);
  return h(
    'button',
    { type: 'button', class: 'quote', testid: 'quote', 'aria-label': t('bubble.goto'), onclick: jump },
    h('b', {}, author),
    h('span', {}, message.quote?.text ?? summary(quoted)),
  );
}

function reactions(message) {
  const emojis = (message.sim?.reaction ?? []).map((one) => one.emoji).filter(Boolean);
  return emojis.length > 0
    ? h(
        'div',
        { class: 'reactions', testid: 'reactions' },
        emojis.map((one) => h('span', {}, one)),
      )
    : null;
}

function meta(message) {
  const edited = message.sim?.edited ? h('span', { class: 'edited' }, t('bubble.edited')) : null;
  return h(
    'span',
    { class: 'meta' },
    edited,
    h('time', {}, clock(message.date)),
    isMine(message) ? ticks() : null,
  );
}

function listenForMenu(node, balloon, message, act) {
  balloon.addEventListener('contextmenu', (event) => {
    if (event.target.closest('a')) return;
    event.preventDefault();
    act.openMenu(message, { x: event.clientX, y: event.clientY });
  });
  onLongPress(balloon, (event) => act.openMenu(message, { x: event.clientX, y: event.clientY }));
  balloon.addEventListener('dblclick', (event) => {
    if (!event.target.closest('button, a')) act.reply(message);
  });
  node.addEventListener('keydown', (event) => {
    if (event.target !== node || (event.key !== 'Enter' && event.key !== 'ContextMenu')) return;
    event.preventDefault();
    const box = balloon.getBoundingClientRect();
    act.openMenu(message, { x: box.left + 24, y: box.top + 24 });
  });
}
