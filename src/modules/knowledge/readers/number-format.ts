/** Formats of Excel that are known by number only (ECMA-376, 18.8.30); dates are told by whoever reads the file. */
const BUILT_IN: Readonly<Record<number, string>> = {
  1: '0',
  2: '0.00',
  3: '#,##0',
  4: '#,##0.00',
  9: '0%',
  10: '0.00%',
  37: '#,##0',
  38: '#,##0',
  39: '#,##0.00',
  40: '#,##0.00',
};

const GENERAL_DIGITS = 11;

/** How numbers are written in a language. */
export interface Notation {
  readonly decimal: string;
  readonly group: string;
}

/** The code of a format that a workbook does not define itself. */
export function builtInFormat(id: number): string {
  return BUILT_IN[id] ?? 'General';
}

/**
 * A number as Excel shows it under a format: percents, decimals, groups of digits, a currency sign or word. What else a
 * format may ask for (fractions, exponents, colours) is left out.
 */
export function showNumber(value: number, format: string, notation: Notation): string {
  const sections = format.split(';');
  const negative = value < 0 && sections.length > 1;
  const section = (value === 0 ? sections[2] : negative ? sections[1] : undefined) ?? sections[0] ?? '';
  const { before, digits, after } = partsOf(section);
  if (digits === '') return before + after === '' || /general|@/i.test(section) ? plain(value, notation) : before + after;
  const scaled = (before + after).includes('%') ? value * 100 : value;
  const shown = withDigits(Math.abs(scaled), digits, notation);
  const sign = value < 0 && !negative && /[1-9]/.test(shown) ? '-' : '';
  return `${sign}${before}${shown}${after}`.replace(/\s+/g, ' ').trim();
}

function plain(value: number, { decimal }: Notation): string {
  return String(Number(value.toPrecision(GENERAL_DIGITS))).replace('.', decimal);
}

function withDigits(value: number, digits: string, { decimal, group }: Notation): string {
  const [whole = '', fraction = ''] = digits.split('.');
  const least = fraction.replace(/[^0]/g, '').length;
  const [integer = '', decimals = ''] = value.toFixed(fraction.length).split('.');
  const kept = decimals.replace(/0+$/, '').padEnd(least, '0');
  const grouped = whole.includes(',') ? integer.replace(/\B(?=(?:\d{3})+$)/g, group) : integer;
  return kept === '' ? grouped : grouped + decimal + kept;
}

/** What stands before and after the digits of a format, and the digits themselves. */
function partsOf(section: string): { before: string; digits: string; after: string } {
  const bare = section
    .replace(/\[\$([^\-\]]*)(?:-[^\]]*)?\]/g, '"$1"')
    .replace(/\[[^\]]*\]/g, '')
    .replace(/_./g, ' ')
    .replace(/\*./g, '');
  const [text, literals] = withoutLiterals(bare);
  const [, before = '', digits = '', after = ''] = /^([^#0?]*)([#0?][#0?,. ]*?)?([^#0?]*)$/.exec(text) ?? [];
  const restore = (part: string): string => part.replace(/[\ue000-\uf8ff]/g, (mark) => literals[mark.charCodeAt(0) - 0xe000] ?? '');
  return { before: restore(before), digits: digits.replace(/\s/g, '').replace(/\?/g, '#').replace(/,+$/, ''), after: restore(after) };
}

/** Quoted and escaped characters give way to marks of their own, so that they are not read as digits. */
function withoutLiterals(format: string): [string, string[]] {
  const literals: string[] = [];
  const text = format.replace(/"([^"]*)"|\\(.)/g, (_whole, quoted: string | undefined, escaped: string | undefined) => {
    literals.push(quoted ?? escaped ?? '');
    return String.fromCharCode(0xe000 + literals.length - 1);
  });
  return [text, literals];
}
