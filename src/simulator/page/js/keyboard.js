/** The two kinds of bot keyboards: inline buttons under a message, and the one that replaces typing. */
import { h } from './dom.js';
import { icon } from './icons.js';
import { readDeepLink, safeHref } from './links.js';

const STYLES = new Set(['danger', 'success', 'primary']);

/**
 * Inline buttons of a message. `act` has `press(data)` (answers when the bot has), `open(url)`,
 * `copy(text)` and `unsupported()`.
 */
export function inlineKeyboard(markup, act) {
  const rows = markup.inline_keyboard.map((row) =>
    h(
      'div',
      { class: 'inline-row' },
      row.map((one) => inlineButton(one, act)),
    ),
  );
  return h('div', { class: 'inline-keyboard' }, rows);
}

function inlineButton(spec, act) {
  const url = spec.url ?? spec.login_url?.url;
  const mark = url ? icon('external') : spec.copy_text ? icon('copy') : null;
  const content = [h('span', { class: 'inline-label' }, spec.text), mark];
  const props = { class: styled('inline-button', spec), testid: 'inline-button', title: spec.text };
  if (url !== undefined) return urlButton(url, content, props, act);
  const button = h('button', { type: 'button', ...props }, content);
  button.addEventListener('click', () => {
    if (spec.copy_text) return act.copy(spec.copy_text.text);
    return spec.callback_data === undefined ? act.unsupported() : pressOnce(button, spec.callback_data, act);
  });
  return button;
}

function urlButton(url, content, props, act) {
  const href = safeHref(url);
  if (!href) return h('button', { type: 'button', ...props, onclick: () => act.unsupported() }, content);
  const open = (event) => {
    if (readDeepLink(href) && act.open(href)) event.preventDefault();
  };
  return h('a', { ...props, href, target: '_blank', rel: 'noopener noreferrer', onclick: open }, content);
}

/** Sends the press; the button spins until the bot has answered and takes no second press till then. */
async function pressOnce(button, data, act) {
  if (button.classList.contains('busy')) return;
  button.classList.add('busy');
  button.setAttribute('aria-busy', 'true');
  await act.press(data);
  button.classList.remove('busy');
  button.removeAttribute('aria-busy');
}

/** The keyboard in place of typing. `press(button)` is called with the Bot API's KeyboardButton. */
export function replyKeyboard(markup, press) {
  const rows = markup.keyboard.map((row) =>
    h(
      'div',
      { class: 'reply-row' },
      row.map((spec) => replyButton(spec, press)),
    ),
  );
  return h('div', { class: markup.resize_keyboard ? 'reply-keyboard' : 'reply-keyboard tall' }, rows);
}

function replyButton(button, press) {
  const spec = typeof button === 'string' ? { text: button } : button;
  const mark = spec.request_contact ? icon('user') : spec.request_location ? icon('pin') : null;
  const props = {
    type: 'button',
    class: styled('reply-button', spec),
    testid: 'reply-button',
    title: spec.text,
    onclick: () => press(spec),
  };
  return h('button', props, mark, h('span', { class: 'reply-label' }, spec.text));
}

function styled(name, spec) {
  return STYLES.has(spec.style) ? `${name} ${spec.style}` : name;
}
