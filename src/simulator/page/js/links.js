/** Which addresses may be opened, and which lead to a bot of this simulator. */

const SAFE = new Set(['http:', 'https:', 'mailto:', 'tel:', 'tg:']);

/** The address to open, or null when it is none or could run code. A bare domain gets https. */
export function safeHref(url) {
  const text = String(url ?? '').trim();
  const address = /^[a-z][a-z\d+.-]*:/iu.test(text) && !/^[\w.-]+:\d/u.test(text) ? text : `https://${text}`;
  if (!URL.canParse(address)) return null;
  return SAFE.has(new URL(address).protocol) ? new URL(address).href : null;
}

/** Reads `t.me/<username>?start=<code>` (or its tg: form); null for any other address. */
export function readDeepLink(url) {
  const href = safeHref(url);
  if (!href) return null;
  const parsed = new URL(href);
  if (parsed.protocol === 'tg:') {
    const username = parsed.searchParams.get('domain');
    return username ? { username, start: parsed.searchParams.get('start') ?? '' } : null;
  }
  if (!['t.me', 'telegram.me'].includes(parsed.hostname)) return null;
  const username = parsed.pathname.split('/')[1];
  return username ? { username, start: parsed.searchParams.get('start') ?? '' } : null;
}
