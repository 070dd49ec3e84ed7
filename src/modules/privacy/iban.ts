import type { Span } from './secret.js';

/** Length of an IBAN by country, as the registry of SWIFT has it. */
const LENGTHS: ReadonlyMap<string, number> = new Map(
  `no15 be16 dk18 fi18 fo18 gl18 nl18 fk18 mk19 si19 at20 ba20 ee20 kz20 lt20 lu20 mn20 xk20 ch21 cr22 lv21
  li21 hr21 bg22 bh22 de22 gb22 ge22 ie22 me22 rs22 va22 ae23 gi23 il23 iq23 om23 so23 tl23 ad24 cz24 es24 md24
  pk24 ro24 sa24 se24 sk24 tn24 vg24 ly25 pt25 st25 is26 tr26 bi27 dj27 fr27 gr27 it27 mc27 mr27 sm27 al28
  az28 by28 cy28 do28 gt28 hn28 hu28 lb28 ni28 pl28 sv28 sd18 ps29 qa29 br29 jo30 kw30 mu30 ua29 eg29 ye30 mt31
  sc31 lc32 ru33`
    .split(/\s+/)
    .map((entry) => [entry.slice(0, -2), Number(entry.slice(-2))]),
);

/** Cyrillic letters that look like the Latin ones meant. */
const LOOKALIKES: Readonly<Record<string, string>> = {
  ...{ а: 'a', в: 'b', е: 'e', к: 'k', м: 'm', н: 'h', о: 'o', р: 'p', с: 'c', т: 't', у: 'y', х: 'x' },
};
const HOME = 'kz';
const START = /(?<![a-z\u0400-\u04ff])[a-zавекмнорстух]\u200b*[a-zавекмнорстухз][\s\u200b.\-]{0,3}[\doо][\s\u200b]{0,2}[\doо]/g;
const SEPARATOR = /[\s\u200b.\-_/]/;
const CHARACTER = /[a-z0-9авекмнорстухз]/;
/** The most an IBAN takes up with what stands between its characters. */
const REACH = 110;

/**
 * IBANs of any country by length and checksum, in groups or in one, in either case. Those of Kazakhstan also
 * when their checksum fails, since people mistype.
 */
export function findIbans(text: string): Span[] {
  const spans: Span[] = [];
  let from = 0;
  for (const { index } of text.matchAll(START)) {
    if (index < from) continue;
    const length = ibanLength(text.slice(index, index + REACH));
    if (length === undefined) continue;
    from = index + length;
    spans.push({ start: index, end: from });
  }
  return spans;
}

/** How many units the IBAN takes up that the text begins with. */
function ibanLength(text: string): number | undefined {
  let iban = '';
  let needed: number | undefined;
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index] ?? '';
    if (CHARACTER.test(character)) iban += LOOKALIKES[character] ?? (character === 'з' ? 'z' : character);
    else if (!SEPARATOR.test(character)) return undefined;
    if (iban.length === 2) needed ??= LENGTHS.get(iban);
    if (iban.length >= 2 && needed === undefined) return undefined;
    if (iban.length === needed) return isIban(iban) && !goesOn(text, index + 1) ? index + 1 : undefined;
  }
  return undefined;
}

function goesOn(text: string, index: number): boolean {
  return CHARACTER.test(text[index] ?? '') && /[a-z0-9]/.test(text[index] ?? '');
}

function isIban(iban: string): boolean {
  if (iban.startsWith(HOME)) return /^kz[\do]{5}/.test(iban);
  return /^..\d\d/.test(iban) && isMod97(iban);
}

function isMod97(iban: string): boolean {
  let rest = 0;
  for (const character of iban.slice(4) + iban.slice(0, 4)) {
    const value = Number.parseInt(character, 36);
    rest = (value > 9 ? rest * 100 + value : rest * 10 + value) % 97;
  }
  return rest === 1;
}
