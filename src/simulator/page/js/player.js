/** A player for voice and audio: a button, bars that fill while it plays, the time. One plays at a time. */
import { h, iconButton } from './dom.js';
import { duration } from './format.js';
import { t } from './i18n.js';
import { icon } from './icons.js';

const BARS = 30;
let playing = null;

/** `seed` shapes the bars, so that a message always looks the same; they are not measured. */
export function soundPlayer({ url, seconds, seed, label }) {
  const sound = h('audio', { src: url, preload: 'none' });
  const bars = barHeights(seed).map((height) => h('i', { style: { height: `${height}%` } }));
  const time = h('small', { class: 'sound-time' }, duration(seconds));
  const button = iconButton(icon('play'), `${t('media.play')}: ${label}`, {
    class: 'sound-button',
    testid: 'play',
  });
  const wave = h('span', { class: 'wave', 'aria-hidden': 'true' }, bars);
  const player = h('div', { class: 'sound' }, button, h('span', { class: 'sound-side' }, wave, time), sound);

  const total = () => (Number.isFinite(sound.duration) && sound.duration > 0 ? sound.duration : seconds || 1);
  const show = () => {
    const part = sound.currentTime / total();
    bars.forEach((bar, index) => bar.classList.toggle('done', part > 0 && index / BARS < part));
    time.textContent = duration(sound.paused && sound.currentTime === 0 ? seconds : sound.currentTime);
  };
  const showState = () => {
    button.replaceChildren(icon(sound.paused ? 'play' : 'pause'));
    button.setAttribute('aria-label', `${t(sound.paused ? 'media.play' : 'media.pause')}: ${label}`);
  };
  button.addEventListener('click', () => toggle(sound, time));
  wave.addEventListener('click', (event) => seek(sound, wave, total(), event));
  sound.addEventListener('timeupdate', show);
  for (const name of ['play', 'pause']) sound.addEventListener(name, showState);
  sound.addEventListener('ended', () => {
    sound.currentTime = 0;
    show();
  });
  return player;
}

function toggle(sound, time) {
  if (!sound.paused) return sound.pause();
  if (playing !== sound) playing?.pause();
  playing = sound;
  return sound.play().catch(() => {
    time.textContent = t('media.failed');
  });
}

function seek(sound, wave, total, event) {
  const box = wave.getBoundingClientRect();
  if (sound.readyState > 0) sound.currentTime = ((event.clientX - box.left) / box.width) * total;
}

function barHeights(seed) {
  let state = [...String(seed)].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) >>> 0, 7);
  return Array.from({ length: BARS }, (_, index) => {
    state = (state * 1664525 + 1013904223) >>> 0;
    return Math.round(18 + (state / 2 ** 32) * 52 + 30 * Math.abs(Math.sin(index / 3)));
  });
}
