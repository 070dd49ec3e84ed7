/** UTF-8 text with plain line ends; undefined where the bytes are none, or hold what no text has. */
export function readText(bytes: Uint8Array): string | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes).replace(/\r\n?/g, '\n');
    return text.includes('\u0000') ? undefined : text;
  } catch {
    // The decoder's only way to say that the bytes are no UTF-8.
    return undefined;
  }
}
