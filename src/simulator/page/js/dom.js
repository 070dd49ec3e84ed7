/**
 * The only place that makes elements. Text always enters as text nodes, so nothing a message
 * says can become markup; attribute names are always literals of this page.
 */

/** Makes an element. `on…` props are listeners, `testid` is data-testid, null and false are left out. */
export function h(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) setProp(node, name, value);
  node.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

function setProp(node, name, value) {
  if (value === null || value === undefined || value === false) return;
  if (name.startsWith('on')) node.addEventListener(name.slice(2), value);
  else if (name === 'testid') node.dataset.testid = value;
  else if (name === 'style') setStyle(node, value);
  else node.setAttribute(name, value === true ? '' : String(value));
}

function setStyle(node, style) {
  for (const [property, value] of Object.entries(style)) node.style.setProperty(property, String(value));
}

/** An icon button with an accessible name. */
export function iconButton(image, label, props = {}) {
  return h('button', { type: 'button', 'aria-label': label, title: label, ...props }, image);
}

/** Makes `target` hold exactly `nodes`, in order, moving only what is out of place. */
export function reconcile(target, nodes) {
  const wanted = new Set(nodes);
  for (const child of [...target.childNodes]) if (!wanted.has(child)) child.remove();
  nodes.forEach((node, index) => {
    if (target.childNodes[index] !== node) target.insertBefore(node, target.childNodes[index] ?? null);
  });
}

/** Calls `action` on a press held for half a second by a finger (a mouse has contextmenu). */
export function onLongPress(node, action) {
  let timer;
  const cancel = () => clearTimeout(timer);
  node.addEventListener('pointerdown', (event) => {
    if (event.pointerType !== 'touch') return;
    timer = setTimeout(() => action(event), 500);
  });
  for (const name of ['pointerup', 'pointercancel', 'pointermove']) node.addEventListener(name, cancel);
}
