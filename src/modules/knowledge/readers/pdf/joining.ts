/** Words that are joined to the next by a hyphen of their own, wherever the line ends. */
const COMPOUND = /(?:^|[\s(«"])(?:кое|интернет|онлайн|бизнес|веб|sms|смс|push|пуш|qr|экс|вице|e|\d+)$/iu;
const CAPITALS = /(?<!\p{L})\p{Lu}{2,}$/u;
const PARTICLE = /^(?:то|либо|нибудь|таки|ка|ақ|ау)(?!\p{L})/iu;

/** Joins what stands in several lines; a word that was cut at a line's end is made whole. */
export function joinLines(lines: readonly string[]): string {
  return lines.reduce((text, line) => {
    if (text === '') return line;
    if (text.endsWith('\u00ad')) return text.slice(0, -1) + line;
    if (!/[\p{L}\d][-\u2010]$/u.test(text) || !/^\p{L}/u.test(line)) return `${text} ${line}`;
    const before = text.slice(0, -1);
    const isCut = /^\p{Ll}/u.test(line) && !PARTICLE.test(line) && !COMPOUND.test(before) && !CAPITALS.test(before);
    return (isCut ? before : `${before}-`) + line;
  }, '');
}
