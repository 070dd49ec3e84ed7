/** The sticker panel: each sticker is an emoji, which is what a bot learns of a sticker anyway. */
import { h } from './dom.js';
import { t } from './i18n.js';

const STICKERS = [
  '👍',
  '👋',
  '🙏',
  '😂',
  '😍',
  '🤔',
  '😎',
  '😢',
  '😡',
  '🎉',
  '🔥',
  '❤️',
  '💳',
  '💸',
  '🏦',
  '🐱',
  '🦄',
  '🚀',
  '☕',
  '✅',
];

export function stickerPanel(choose) {
  const buttons = STICKERS.map((emoji) =>
    h(
      'button',
      { type: 'button', testid: 'sticker', 'aria-label': emoji, onclick: () => choose(emoji) },
      emoji,
    ),
  );
  return h(
    'div',
    { class: 'stickers', role: 'group', 'aria-label': t('composer.sticker'), hidden: true },
    buttons,
  );
}
