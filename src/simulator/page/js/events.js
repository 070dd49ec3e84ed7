/**
 * The simulator's events, for as long as the page lives. A lost connection is opened again with a
 * growing pause; `onOpen` is called at every opening, since events in between were missed.
 */

const NAMES = [
  'message',
  'edit',
  'delete',
  'action',
  'keyboard',
  'blocked',
  'bot',
  'user',
  'commands',
  'reset',
];
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 5000;

export function listen({ onEvent, onOpen, onLost }) {
  let pause = FIRST_PAUSE_MS;
  const open = () => {
    const source = new EventSource('/sim/events');
    for (const name of NAMES) source.addEventListener(name, (event) => onEvent(name, JSON.parse(event.data)));
    source.onopen = () => {
      pause = FIRST_PAUSE_MS;
      onOpen();
    };
    source.onerror = () => {
      source.close();
      onLost();
      setTimeout(open, pause);
      pause = Math.min(pause * 2, LONGEST_PAUSE_MS);
    };
  };
  open();
}
