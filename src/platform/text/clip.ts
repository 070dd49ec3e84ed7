/** A text of at most `limit` UTF-16 units: cut at the end of a word where there is one, and marked with `…`. */
export function clip(text: string, limit: number): string {
  if (text.length <= limit) return text;
  // The unit behind the cut too: white space there shows that the last word is whole.
  const wordEnd = text.slice(0, limit).search(/\s\S*$/);
  const end = wordEnd >= limit / 2 ? wordEnd : limit - 1;
  const kept = text.slice(0, end).replace(/[\uD800-\uDBFF]$/, '');
  return `${kept.replace(/[\s,;:–—-]+$/, '')}…`;
}
