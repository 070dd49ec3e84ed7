/**
 * The page's own texts, in Russian, Kazakh and English. `t` gives the text for the chosen
 * language; the choice is remembered in this browser and starts from the browser's language.
 */
import { recall, remember } from './remember.js';
import { en } from './texts/en.js';
import { kk } from './texts/kk.js';
import { ru } from './texts/ru.js';

const CATALOGUES = { ru, kk, en };
const STORAGE_KEY = 'simulator.language';

/** The languages the page speaks, each named in itself. */
export const LANGUAGES = [
  ['ru', 'Русский'],
  ['kk', 'Қазақша'],
  ['en', 'English'],
];

let current = firstLanguage();
document.documentElement.lang = current;

function firstLanguage() {
  const tags = [recall(STORAGE_KEY), ...navigator.languages];
  const wishes = tags.map((tag) => String(tag).slice(0, 2).toLowerCase());
  return wishes.find((tag) => tag in CATALOGUES) ?? 'en';
}

export function language() {
  return current;
}

export function setLanguage(tag) {
  current = tag;
  document.documentElement.lang = tag;
  remember(STORAGE_KEY, tag);
}

/** The text for `key`, with `{name}` filled from `values`. A missing key shows itself. */
export function t(key, values = {}) {
  const text = CATALOGUES[current][key] ?? CATALOGUES.en[key] ?? key;
  return text.replace(/\{(\w+)\}/gu, (whole, name) => String(values[name] ?? whole));
}
