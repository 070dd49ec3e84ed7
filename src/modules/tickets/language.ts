import type { Language } from '../../platform/text/index.js';

/** What other systems call Kazakh, after the country. */
const NAMES: Readonly<Record<string, Language>> = { ru: 'ru', kk: 'kk', kz: 'kk', en: 'en' };

/** The language that a caller names: in capitals or not, with a region (`kk-KZ`) or without. */
export function languageNamed(name: string): Language | undefined {
  return NAMES[name.trim().toLowerCase().split(/[-_]/)[0] ?? ''];
}
