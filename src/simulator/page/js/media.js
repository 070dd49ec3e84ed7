/** What a message carries besides text: pictures, files, sound, places and people, each as one element. */
import { fileUrl } from './api.js';
import { avatar } from './avatar.js';
import { h } from './dom.js';
import { fileSize, fullName } from './format.js';
import { t } from './i18n.js';
import { icon } from './icons.js';
import { openLightbox } from './lightbox.js';
import { soundPlayer } from './player.js';

/** Kinds in the order they are looked for: an animation also carries `document`, a venue `location`. */
const KINDS = [
  ['photo', photo],
  ['animation', animation],
  ['video', video],
  ['video_note', videoNote],
  ['sticker', sticker],
  ['voice', voice],
  ['audio', audio],
  ['document', documentCard],
  ['venue', venue],
  ['location', place],
  ['contact', contactCard],
];

/** The kind of media in a message, or null. */
export function mediaKind(message) {
  return KINDS.find(([kind]) => message[kind] !== undefined)?.[0] ?? null;
}

/** The media of a message as an element, or null when it has none. */
export function renderMedia(message) {
  const found = KINDS.find(([kind]) => message[kind] !== undefined);
  return found ? found[1](message[found[0]], message) : null;
}

/** One line that stands for a message in a quote: its text, or the name of what it carries. */
export function summary(message) {
  const text = message.text ?? message.caption;
  if (text) return text;
  const kind = mediaKind(message);
  const names = { video_note: 'videoNote', animation: 'video', venue: 'location' };
  if (kind === 'sticker') return `${message.sticker.emoji ?? ''} ${t('media.sticker')}`.trim();
  return kind ? t(`media.${names[kind] ?? kind}`) : t('bubble.unsupported');
}

function photo(sizes, message) {
  const size = sizes[sizes.length - 1];
  const url = fileUrl(size.file_id);
  const image = h('img', {
    src: url,
    alt: message.caption ?? t('media.photo'),
    width: size.width,
    height: size.height,
  });
  const open = h('button', { type: 'button', class: 'photo', 'aria-label': t('media.openPhoto') }, image);
  image.addEventListener('error', () =>
    open.replaceChildren(h('span', { class: 'broken' }, t('media.failed'))),
  );
  if (message.has_media_spoiler) open.classList.add('veiled');
  open.addEventListener('click', () => {
    if (!open.classList.contains('veiled')) return openLightbox(url, image.alt);
    return open.classList.remove('veiled');
  });
  return open;
}

function animation(file) {
  return h('video', {
    class: 'video',
    src: fileUrl(file.file_id),
    autoplay: true,
    loop: true,
    playsinline: true,
  });
}

function video(file) {
  return h('video', {
    class: 'video',
    src: fileUrl(file.file_id),
    controls: true,
    playsinline: true,
    preload: 'metadata',
  });
}

function videoNote(file) {
  const note = h('video', { src: fileUrl(file.file_id), loop: true, playsinline: true, preload: 'auto' });
  const toggle = () => {
    note.muted = false;
    if (note.paused) note.play().catch(() => button.classList.add('unplayable'));
    else note.pause();
  };
  const badge = h('span', { class: 'round-play' }, icon('play'));
  const button = h(
    'button',
    { type: 'button', class: 'round', 'aria-label': t('media.videoNote'), onclick: toggle },
    note,
    badge,
  );
  note.addEventListener('play', () => button.classList.add('playing'));
  note.addEventListener('pause', () => button.classList.remove('playing'));
  return button;
}

function sticker(file) {
  if (file.emoji)
    return h(
      'div',
      { class: 'sticker', role: 'img', 'aria-label': `${t('media.sticker')} ${file.emoji}` },
      file.emoji,
    );
  return h('img', { class: 'sticker-image', src: fileUrl(file.file_id), alt: t('media.sticker') });
}

function voice(file) {
  return soundPlayer({
    url: fileUrl(file.file_id),
    seconds: file.duration ?? 0,
    seed: file.file_unique_id,
    label: t('media.voice'),
  });
}

function audio(file) {
  const title =
    [file.performer, file.title].filter(Boolean).join(' – ') || file.file_name || t('media.audio');
  const player = soundPlayer({
    url: fileUrl(file.file_id),
    seconds: file.duration ?? 0,
    seed: file.file_unique_id,
    label: title,
  });
  return h('div', { class: 'audio' }, h('div', { class: 'audio-title' }, title), player);
}

function documentCard(file) {
  const name = file.file_name ?? t('media.document');
  const extension = /\.(\w{1,4})$/u.exec(name)?.[1]?.toUpperCase();
  const mark = h('span', { class: 'file-mark' }, extension ?? icon('file'));
  const text = h('span', { class: 'card-text' }, h('b', {}, name), h('small', {}, fileSize(file.file_size)));
  const label = t('media.download', { name });
  return h(
    'a',
    { class: 'card', href: fileUrl(file.file_id), download: name, 'aria-label': label },
    mark,
    text,
    icon('download'),
  );
}

function venue(spot) {
  const text = h('span', { class: 'card-text' }, h('b', {}, spot.title), h('small', {}, spot.address));
  return h('div', {}, place(spot.location), h('div', { class: 'card' }, text));
}

function place(point) {
  const { latitude, longitude } = point;
  const where = `${Number(latitude).toFixed(5)}, ${Number(longitude).toFixed(5)}`;
  const query = new URLSearchParams({ mlat: String(latitude), mlon: String(longitude) });
  return h(
    'a',
    {
      class: 'map',
      href: `https://www.openstreetmap.org/?${query}`,
      target: '_blank',
      rel: 'noopener noreferrer',
      'aria-label': `${t('media.openMap')}: ${where}`,
    },
    h('span', { class: 'map-pin' }, icon('pin')),
    h('span', { class: 'map-where' }, where),
  );
}

function contactCard(contact) {
  const name = fullName(contact);
  const text = h(
    'span',
    { class: 'card-text' },
    h('b', {}, name),
    h('small', {}, withPlus(contact.phone_number)),
  );
  return h('div', { class: 'card' }, avatar(contact.user_id ?? contact.phone_number.length, name), text);
}

/** Phones send numbers with or without the plus; people read them with it. */
function withPlus(number) {
  return /^\d/u.test(number) ? `+${number}` : number;
}
