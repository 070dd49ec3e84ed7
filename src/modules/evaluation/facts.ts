/** Digit groups joined, decimal points, one kind of dash, no currency sign: spelling is no difference. */
function normalized(text: string): string {
  return text
    .toLowerCase()
    .replace(/(?<=\d)[\s\u00a0\u202f,](?=\d{3})/g, '')
    .replace(/(\d),(\d)/g, '$1.$2')
    .replace(/\s*₸/g, '')
    .replace(/[–—]/g, '-')
    .replace(/ё/g, 'е');
}

/** Whether each word and figure of a fact stands in a text; a table row has its words in another order. */
function tellsFact(text: string, fact: string): boolean {
  const said = normalized(text);
  return normalized(fact)
    .split(/\s+/)
    .every((word) => {
      const literal = word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
      return new RegExp(`(?<![\\d.])${literal}(?!\\d|\\.\\d)`, 'u').test(said);
    });
}

/** Whether a text tells all facts, each in one of its spellings. */
export function tellsFacts(text: string, facts: readonly (readonly string[])[]): boolean {
  return facts.every((spellings) => spellings.some((fact) => tellsFact(text, fact)));
}
