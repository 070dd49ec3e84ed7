/** A picture over the whole page; a press anywhere or Escape closes it. */
import { h } from './dom.js';

export function openLightbox(url, alt) {
  const dialog = h(
    'dialog',
    { class: 'lightbox', testid: 'lightbox', 'aria-label': alt },
    h('img', { src: url, alt }),
  );
  dialog.addEventListener('click', () => dialog.close());
  dialog.addEventListener('close', () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}
