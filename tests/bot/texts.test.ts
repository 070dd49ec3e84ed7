import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { LOCALES, catalogues } from '../../src/locales/index.js';

const PLURAL = /_(?:zero|one|two|few|many|other)$/;
const SOURCE = fileURLToPath(new URL('../../../src', import.meta.url));

function flat(texts: object, path = ''): [string, string][] {
  return Object.entries(texts).flatMap(([key, value]): [string, string][] =>
    typeof value === 'string' ? [[path + key, value]] : flat(value as object, `${path}${key}.`),
  );
}

const stems = (locale: (typeof LOCALES)[number]): string[] => [
  ...new Set(flat(catalogues[locale]).map(([key]) => key.replace(PLURAL, ''))),
];
const parameters = (text: string): string[] => [...text.matchAll(/{{(\w+)}}/g)].map(([, name = '']) => name).sort();

describe('the texts', () => {
  test.each(['kk', 'en'] as const)('of %s have the keys of ru', (locale) => {
    expect(stems(locale).sort()).toEqual(stems('ru').sort());
  });

  test.each(LOCALES)('of %s have every plural form of their language', (locale) => {
    const forms = new Intl.PluralRules(locale).resolvedOptions().pluralCategories;
    const keys = flat(catalogues[locale]).map(([key]) => key);
    for (const stem of new Set(keys.filter((key) => PLURAL.test(key)).map((key) => key.replace(PLURAL, '')))) {
      expect(keys.filter((key) => key.startsWith(`${stem}_`)).sort()).toEqual(forms.map((form) => `${stem}_${form}`).sort());
    }
  });

  test.each(['kk', 'en'] as const)('of %s take the parameters of ru', (locale) => {
    const ru = new Map(flat(catalogues.ru).map(([key, text]) => [key.replace(PLURAL, ''), text]));
    for (const [key, text] of flat(catalogues[locale])) {
      expect([key, parameters(text)]).toEqual([key, parameters(ru.get(key.replace(PLURAL, '')) ?? '')]);
    }
  });

  test('address people formally, and hold no double or outer spaces', () => {
    for (const locale of LOCALES) {
      for (const [key, text] of flat(catalogues[locale])) {
        expect([key, text]).toEqual([key, text.trim().replace(/ {2,}/g, ' ')]);
        if (locale === 'ru') expect([key, /(?<!\p{L})(?:ты|тебе|тебя|твой|твоя|твои)(?!\p{L})/iu.test(text)]).toEqual([key, false]);
        if (locale === 'kk') expect([key, /(?<!\p{L})(?:сен|саған|сені|сенің)(?!\p{L})/iu.test(text)]).toEqual([key, false]);
      }
    }
  });

  test('are all used', () => {
    const code = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts') && !file.startsWith('locales') && !file.startsWith('simulator'))
      .map((file) => readFileSync(join(SOURCE, file), 'utf8'))
      .join('\n');
    const templates = [...code.matchAll(new RegExp(`\`((?:${Object.keys(catalogues.ru).join('|')})\\.[\\w.]*\\$\\{[^\`]*)\``, 'g'))].map(
      ([, template = '']) => new RegExp(`^${template.replace(/\$\{(?:[^{}]|\{[^{}]*\})*\}/g, '\\w+').replaceAll('.', '\\.')}$`),
    );
    const unused = stems('ru').filter((key) => !code.includes(`'${key}'`) && !templates.some((template) => template.test(key)));
    expect(unused).toEqual([]);
  });
});
