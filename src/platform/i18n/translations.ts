import i18next, { type TFunction } from 'i18next';

/** Looks a text up by its key and fills in the parameters; plural forms follow `count`. */
export type TranslateText = (key: string, params?: Readonly<Record<string, string | number>>) => string;

/**
 * Loads the catalogues of all locales. A key that is missing throws: it is a defect, and a person must never be
 * shown a key.
 */
export function createTranslations(
  catalogues: Readonly<Record<string, object>>,
  fallback: string,
): (locale: string) => TranslateText {
  const instance = i18next.createInstance();
  void instance.init({
    resources: Object.fromEntries(
      Object.entries(catalogues).map(([locale, catalogue]) => [locale, { translation: catalogue }]),
    ),
    fallbackLng: fallback,
    nsSeparator: false,
    initAsync: false,
    interpolation: { escapeValue: false },
    returnNull: false,
    parseMissingKeyHandler: (key) => {
      throw new Error(`There is no text for ${key}.`);
    },
  });
  const translators = new Map(Object.keys(catalogues).map((locale) => [locale, translator(instance.getFixedT(locale))]));
  return (locale) => translators.get(locale) ?? translator(instance.getFixedT(locale));
}

/** A text without parameters is always the same, and looked up once. */
function translator(translate: TFunction): TranslateText {
  const plain = new Map<string, string>();
  return (key, params) => {
    if (params) return translate(key, { ...params });
    const text = plain.get(key) ?? translate(key);
    plain.set(key, text);
    return text;
  };
}
