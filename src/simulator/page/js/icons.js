/** Line icons on a 24 × 24 grid, made as SVG elements so that they take the text's colour. */

const SVG = 'http://www.w3.org/2000/svg';

const STROKES = {
  attach:
    'M20 11.5l-8.2 8.2a5 5 0 0 1-7.1-7.1l8.7-8.7a3.4 3.4 0 0 1 4.8 4.8l-8.5 8.5' +
    'a1.7 1.7 0 0 1-2.4-2.4l7.5-7.5',
  back: 'M15 5l-7 7 7 7',
  block: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM5.7 5.7l12.6 12.6',
  check: 'M4 13l5 5L20 7',
  close: 'M6 6l12 12M18 6L6 18',
  copy: 'M9 9h11v11H9zM15 9V4H4v11h5',
  down: 'M5 9l7 7 7-7',
  download: 'M12 4v11M7 11l5 5 5-5M5 20h14',
  edit: 'M4 20l1-4L16 5l3 3L8 19zM14 7l3 3',
  external: 'M8 16L17 7M9 7h8v8',
  forward: 'M14 6l6 6-6 6M20 12H10c-4 0-6 2-6 6',
  globe: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM3 12h18M12 3c5 5 5 13 0 18M12 3c-5 5-5 13 0 18',
  help: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM9.5 9.5a2.5 2.5 0 1 1 3.7 2.2c-.8.4-1.2 1-1.2 1.8M12 17h.01',
  keyboard: 'M3 6h18v12H3zM7 10h.01M11 10h.01M15 10h.01M18 10h.01M7 14h10',
  link: 'M10 14a4 4 0 0 0 6 0l3-3a4 4 0 0 0-6-6l-1 1M14 10a4 4 0 0 0-6 0l-3 3a4 4 0 0 0 6 6l1-1',
  menu: 'M4 7h16M4 12h16M4 17h16',
  mic: 'M12 3a3 3 0 0 1 3 3v5a3 3 0 0 1-6 0V6a3 3 0 0 1 3-3zM6 11a6 6 0 0 0 12 0M12 17v4',
  moon: 'M20 14.5A8.5 8.5 0 0 1 9.5 4 8.5 8.5 0 1 0 20 14.5z',
  more: 'M12 5h.01M12 12h.01M12 19h.01',
  photo: 'M4 5h16v14H4zM4 16l5-5 4 4 3-3 4 4M15.5 9h.01',
  pin: 'M12 21c-4-5-6-8-6-11a6 6 0 0 1 12 0c0 3-2 6-6 11zM12 8a2 2 0 1 0 0 4 2 2 0 0 0 0-4z',
  plus: 'M12 5v14M5 12h14',
  reply: 'M10 6l-6 6 6 6M4 12h10c4 0 6 2 6 6',
  smile: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM8 14c2 3 6 3 8 0M9 9.5h.01M15 9.5h.01',
  sparkle: 'M12 4l2 6 6 2-6 2-2 6-2-6-6-2 6-2z',
  sun:
    'M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM12 2v2M12 20v2M2 12h2M20 12h2' +
    'M5 5l1.5 1.5M17.5 17.5L19 19M5 19l1.5-1.5M17.5 6.5L19 5',
  trash: 'M5 7h14M10 7V4h4v3M7 7l1 13h8l1-13',
  user: 'M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM4 21c1-5 4-7 8-7s7 2 8 7',
  video: 'M3 7h12v10H3zM15 11l6-3v8l-6-3',
};

const FILLS = {
  file: 'M6 2h8l5 5v13a2 2 0 0 1-2 2H6a2 2 0 0 1-2-2V4c0-1 1-2 2-2zm7 1.5V8h4.5z',
  pause: 'M7 5h3.5v14H7zM13.5 5H17v14h-3.5z',
  play: 'M8 5.2v13.6c0 .8.9 1.3 1.6.8l10-6.8a1 1 0 0 0 0-1.6l-10-6.8c-.7-.5-1.6 0-1.6.8z',
  send:
    'M3.4 20.4L21.5 12.7a.8.8 0 0 0 0-1.4L3.4 3.6a.8.8 0 0 0-1.1 1L4.5 11' +
    'l9.5 1-9.5 1-2.2 6.4a.8.8 0 0 0 1.1 1z',
  stop: 'M7 7h10v10H7z',
};

/** An icon by name. It is decoration: the control around it carries the name. */
export function icon(name) {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('aria-hidden', 'true');
  svg.classList.add('icon', name in FILLS ? 'icon-fill' : 'icon-line');
  svg.append(shape(FILLS[name] ?? STROKES[name]));
  return svg;
}

/** The double tick of a message that has arrived. */
export function ticks() {
  const svg = icon('check');
  svg.setAttribute('viewBox', '0 0 20 12');
  svg.classList.add('ticks');
  svg.replaceChildren(shape('M1.5 6.5l3.5 3.5 7-8M8.5 9.5l.8.5 7-8'));
  return svg;
}

function shape(d) {
  const path = document.createElementNS(SVG, 'path');
  path.setAttribute('d', d);
  return path;
}
