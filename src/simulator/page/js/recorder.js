/** Recording a voice message: the time runs, but the sound is made up; no microphone is used. */
import { h, iconButton } from './dom.js';
import { duration } from './format.js';
import { t } from './i18n.js';
import { icon } from './icons.js';
import { sampleVoice } from './samples.js';

const LONGEST_SECONDS = 60;

/** The bar shown while recording. `onDone` gets the voice file, or null when it was cancelled. */
export function recordingBar(onDone) {
  const started = performance.now();
  const seconds = () => Math.min((performance.now() - started) / 1000, LONGEST_SECONDS);
  const time = h('time', {}, duration(0));
  const timer = setInterval(() => {
    time.textContent = duration(seconds());
  }, 250);
  const finish = async (send) => {
    clearInterval(timer);
    const length = Math.max(1, seconds());
    bar.remove();
    onDone(send ? await sampleVoice(length) : null);
  };
  const cancel = iconButton(icon('trash'), t('composer.cancelRecording'), {
    class: 'tool',
    onclick: () => finish(false),
  });
  const send = iconButton(icon('send'), t('composer.send'), {
    class: 'round-button',
    testid: 'voice-send',
    onclick: () => finish(true),
  });
  const bar = h(
    'div',
    { class: 'recording' },
    cancel,
    h('span', { class: 'rec-dot' }),
    time,
    h('span', { class: 'rec-text' }, t('composer.recording')),
    send,
  );
  return { element: bar, focus: () => send.focus() };
}
