import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import ts from 'typescript';
import { LOCALES, catalogues } from '../../src/locales/index.js';
import { ROOT } from './files.js';

type Catalogue = Readonly<Record<string, unknown>>;

const PLURAL = /_(?:zero|one|two|few|many|other)$/;
const flat = Object.fromEntries(LOCALES.map((locale) => [locale, flatten(catalogues[locale])]));
const keys = [...new Set(LOCALES.flatMap((locale) => [...textsOf(locale).keys()].map(stemOf)))].sort();

describe.each(LOCALES)('the %s catalogue', (locale) => {
  test('has every text that any language has', () => {
    const own = new Set([...textsOf(locale).keys()].map(stemOf));
    expect(keys.filter((key) => !own.has(key))).toEqual([]);
  });

  test('has the plural forms that its language needs, and no others', () => {
    const needed = new Intl.PluralRules(locale).resolvedOptions().pluralCategories.map(String).sort();
    const plural = [...textsOf(locale).keys()].filter(isPlural);
    for (const stem of new Set(plural.map(stemOf))) {
      const own = plural.filter((key) => stemOf(key) === stem).map((key) => key.slice(stem.length + 1));
      expect({ stem, forms: own.sort() }).toEqual({ stem, forms: needed });
    }
  });

  test('says every text with the same placeholders as the other languages', () => {
    const different = keys.filter((key) => {
      const expected = LOCALES.map((each) => placeholders(each, key).join());
      return new Set(expected).size > 1;
    });
    expect(different).toEqual([]);
  });

  test('has no empty text and no blanks around one', () => {
    const careless = [...textsOf(locale)].filter(([, text]) => text === '' || text !== text.trim());
    expect(careless).toEqual([]);
  });
});

describe('the source', () => {
  let said: ReadonlySet<string>;

  beforeAll(() => {
    said = keysSaidInSource();
  }, 180_000);

  test('says no text that the catalogues lack', () => {
    expect([...said].filter((key) => !keys.includes(key))).toEqual([]);
  });

  test('says every text of the catalogues', () => {
    expect(keys.filter((key) => !said.has(key))).toEqual([]);
  });
});

function textsOf(locale: string): ReadonlyMap<string, string> {
  return flat[locale] ?? new Map<string, string>();
}

function flatten(catalogue: Catalogue, prefix = ''): Map<string, string> {
  const entries = Object.entries(catalogue).flatMap(([name, value]): [string, string][] =>
    typeof value === 'string' ? [[prefix + name, value]] : [...flatten(value as Catalogue, `${prefix}${name}.`)],
  );
  return new Map(entries);
}

/** A key is a plural form when `_one` and `_other` are there; a text may well be called `the_other`. */
function isPlural(key: string): boolean {
  const [one, other] = [key.replace(PLURAL, '_one'), key.replace(PLURAL, '_other')];
  return PLURAL.test(key) && LOCALES.some((locale) => textsOf(locale).has(one) && textsOf(locale).has(other));
}

function stemOf(key: string): string {
  return isPlural(key) ? key.replace(PLURAL, '') : key;
}

function placeholders(locale: string, stem: string): string[] {
  const forms = [...textsOf(locale)].filter(([key]) => stemOf(key) === stem);
  const names = forms.flatMap(([, text]) => [...text.matchAll(/\{\{\s*(\w+)\s*\}\}/g)].map(([, name]) => name ?? ''));
  return [...new Set(names)].sort();
}

/**
 * Every key that the source may say, by the compiler's own knowledge: the first argument of each call of a
 * `Translate` has a type that is a key or a union of keys, built keys such as `refused.${reason}` included.
 */
function keysSaidInSource(): Set<string> {
  const project = ts.readConfigFile(join(ROOT, 'tsconfig.json'), (path) => ts.sys.readFile(path));
  const { options } = ts.parseJsonConfigFileContent(project.config, ts.sys, ROOT);
  const files = ts.sys.readDirectory(join(ROOT, 'src'), ['.ts'], ['**/simulator/**']);
  const program = ts.createProgram(files, { ...options, noEmit: true, incremental: false });
  const checker = program.getTypeChecker();
  const said = new Set<string>();
  const visit = (node: ts.Node): void => {
    const argument = ts.isCallExpression(node) ? node.arguments[0] : undefined;
    if (argument && ts.isCallExpression(node) && isTranslate(checker.getTypeAtLocation(node.expression))) {
      for (const key of literalsOf(checker.getTypeAtLocation(argument))) said.add(key);
    }
    ts.forEachChild(node, visit);
  };
  for (const file of files) {
    const source = program.getSourceFile(file);
    if (source) visit(source);
  }
  return said;
}

function isTranslate(type: ts.Type): boolean {
  return type.aliasSymbol?.name === 'Translate';
}

function literalsOf(type: ts.Type): string[] {
  if (type.isUnion()) return type.types.flatMap(literalsOf);
  return type.isStringLiteral() ? [type.value] : ['(a key that only the running program knows)'];
}
