/**
 * What nobody sees in a text and a machine reads all the same: zero-width characters, marks that turn the direction, tags,
 * fillers, selectors. An emoji keeps its looks well enough without them.
 */
const UNSEEN = /[\p{Cf}\u115f\u1160\u17b4\u17b5\u3164\uffa0\ufe00-\ufe0f\u{e0000}-\u{e0fff}]/gu;
const CONTROL = /[^\P{Cc}\n\t]/gu;

/** A text as people see it, in plain letters: nothing hidden, and no letters dressed up as others (`ｉｇｎｏｒｅ`, `𝐢𝐠𝐧𝐨𝐫𝐞`). */
export function visible(text: string): string {
  return text.replace(UNSEEN, '').replace(CONTROL, ' ').replace(DRESSED_UP, (letters) => letters.normalize('NFKC'));
}

/** Full-width forms and mathematical letters; not `№`, `½` or `²`, which mean something. */
const DRESSED_UP = /[\uff01-\uff5e\u{1d400}-\u{1d7ff}\u{1f130}-\u{1f149}\u24b6-\u24e9]+/gu;
