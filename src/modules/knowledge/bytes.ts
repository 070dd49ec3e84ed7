/** UTF-8 text with plain line ends; undefined where the bytes are none, or hold what no text has. */
export function readText(bytes: Uint8Array): string | undefined {
  return decoded(bytes, 'utf-8');
}

/** Of the letters that are not Latin, this many are Cyrillic in a text that is windows-1251. */
const CYRILLIC_SHARE = 0.75;

/** The same for files as Excel and old editors write them: what is no UTF-8 may be windows-1251 where that gives Cyrillic. */
export function readOldText(bytes: Uint8Array): string | undefined {
  const text = readText(bytes);
  if (text !== undefined) return text;
  const old = decoded(bytes, 'windows-1251');
  return old !== undefined && looksCyrillic(old) ? old : undefined;
}

function decoded(bytes: Uint8Array, encoding: string): string | undefined {
  try {
    const text = new TextDecoder(encoding, { fatal: true }).decode(bytes).replace(/\r\n?/g, '\n');
    return text.includes('\u0000') ? undefined : text;
  } catch {
    // The decoder's only way to say that the bytes are not in its encoding.
    return undefined;
  }
}

function looksCyrillic(text: string): boolean {
  const other = text.match(/[^\u0000-\u007f«»–—№\u00a0]/gu)?.length ?? 0;
  const cyrillic = text.match(/[а-яё]/giu)?.length ?? 0;
  // Other Cyrillic encodings come out as letters too, with capitals within words.
  const odd = text.match(/(?<!\p{L})[а-яё][А-ЯЁ]+(?!\p{L})/gu)?.length ?? 0;
  const words = text.match(/[а-яё]+/giu)?.length ?? 0;
  return cyrillic > 0 && cyrillic >= other * CYRILLIC_SHARE && odd <= words * 0.2;
}
