/** Values of number words, by stem or whole form. */
const WORDS: readonly (readonly [RegExp, number])[] = [
  [/^(?:нол(?:ь|я|ем)|нуля|zero|нөл)$/, 0],
  [/^(?:од(?:ин|на|но|ного|ной|ному|ним|ну)|one|бір)$/, 1],
  [/^(?:дв(?:а|е|ух|ум|умя)|two|екі)$/, 2],
  [/^(?:тр(?:и|ех|ем|емя)|three|үш)$/, 3],
  [/^(?:четыр(?:е|ех|ем|ьмя)|four|төрт)$/, 4],
  [/^(?:пят(?:ь|и|ью)|five|бес)$/, 5],
  [/^(?:шест(?:ь|и|ью)|six|алты)$/, 6],
  [/^(?:сем(?:ь|и|ью)|seven|жеті)$/, 7],
  [/^(?:восем(?:ь|ью)|восьм(?:и|ью)|eight|сегіз)$/, 8],
  [/^(?:девят(?:ь|и|ью)|nine|тоғыз)$/, 9],
  [/^(?:десят(?:ь|и|ью)|ten|он)$/, 10],
  [/^(?:одиннадцат(?:ь|и|ью)|eleven)$/, 11],
  [/^(?:двенадцат(?:ь|и|ью)|twelve)$/, 12],
  [/^(?:тринадцат(?:ь|и|ью)|thirteen)$/, 13],
  [/^(?:четырнадцат(?:ь|и|ью)|fourteen)$/, 14],
  [/^(?:пятнадцат(?:ь|и|ью)|fifteen)$/, 15],
  [/^(?:шестнадцат(?:ь|и|ью)|sixteen)$/, 16],
  [/^(?:семнадцат(?:ь|и|ью)|seventeen)$/, 17],
  [/^(?:восемнадцат(?:ь|и|ью)|eighteen)$/, 18],
  [/^(?:девятнадцат(?:ь|и|ью)|nineteen)$/, 19],
  [/^(?:двадцат(?:ь|и|ью)|twenty|жиырма)$/, 20],
  [/^(?:тридцат(?:ь|и|ью)|thirty|отыз)$/, 30],
  [/^(?:сорока?|forty|қырық)$/, 40],
  [/^(?:пят(?:ь|и|ью)десят(?:и|ью)?|fifty|елу)$/, 50],
  [/^(?:шест(?:ь|и|ью)десят(?:и|ью)?|sixty|алпыс)$/, 60],
  [/^(?:сем(?:ь|и|ью)десят(?:и|ью)?|seventy|жетпіс)$/, 70],
  [/^(?:вос(?:емь|ьми|емью|ьмью)десят(?:и|ью)?|eighty|сексен)$/, 80],
  [/^(?:девяност(?:о|а)|ninety|тоқсан)$/, 90],
  [/^(?:сто|ста)$/, 100],
  [/^(?:двести|двухсот)$/, 200],
  [/^(?:триста|трехсот)$/, 300],
  [/^(?:четыреста|четырехсот)$/, 400],
  [/^(?:пятьсот|пятисот)$/, 500],
  [/^(?:шестьсот|шестисот)$/, 600],
  [/^(?:семьсот|семисот)$/, 700],
  [/^(?:восемьсот|восьмисот)$/, 800],
  [/^(?:девятьсот|девятисот)$/, 900],
  [/^(?:полтор(?:а|ы)|полутора)$/, 1.5],
];

const SCALES: readonly (readonly [RegExp, number])[] = [
  [/^(?:hundred|жүз)$/, 100],
  [/^(?:тысяч(?:а|и|у|е|ей|ью|ам|ами|ах)?|тыс|thousand|мың)$/, 1_000],
  [/^(?:миллион(?:а|ов|у|ом|е|ам|ами|ах)?|млн|mln|million)$/, 1_000_000],
  [/^(?:миллиард(?:а|ов|у|ом|е|ам|ами|ах)?|млрд|billion|bn)$/, 1_000_000_000],
];

/** "до пятого числа", "the third day", "үшінші": a document says so, an answer may write the figure. */
const ORDINALS: readonly (readonly [RegExp, number])[] = [
  [/^(?:перв(?:ый|ого|ая|ой|ое|ом|ому|ые|ых|ую)|first|бірінші)$/, 1],
  [/^(?:втор(?:ой|ого|ая|ое|ом|ому|ую|ые|ых)|second|екінші)$/, 2],
  [/^(?:трет(?:ий|ьего|ья|ьей|ье|ьем|ью)|third|үшінші)$/, 3],
  [/^(?:четверт(?:ый|ого|ая|ой|ое|ом|ую)|fourth|төртінші)$/, 4],
  [/^(?:пят(?:ый|ого|ая|ой|ое|ом|ую)|fifth|бесінші)$/, 5],
  [/^(?:шест(?:ой|ого|ая|ое|ом|ую)|sixth|алтыншы)$/, 6],
  [/^(?:седьм(?:ой|ого|ая|ое|ом|ую)|seventh|жетінші)$/, 7],
  [/^(?:восьм(?:ой|ого|ая|ое|ом|ую)|eighth|сегізінші)$/, 8],
  [/^(?:девят(?:ый|ого|ая|ой|ое|ом|ую)|ninth|тоғызыншы)$/, 9],
  [/^(?:десят(?:ый|ого|ая|ой|ое|ом|ую)|tenth|оныншы)$/, 10],
];

/** Kazakh numbers, which take case endings: "бестен онға дейін". */
const KAZAKH: Readonly<Record<string, number>> = {
  ...{ екі: 2, үш: 3, төрт: 4, бес: 5, алты: 6, жеті: 7, сегіз: 8, тоғыз: 9, он: 10 },
  ...{ жиырма: 20, отыз: 30, қырық: 40, елу: 50, алпыс: 60, жетпіс: 70, сексен: 80, тоқсан: 90 },
};
const KAZAKH_SCALES: Readonly<Record<string, number>> = { жүз: 100, мың: 1_000, миллион: 1_000_000, миллиард: 1_000_000_000 };
const KAZAKH_CASE = /^(\p{L}+?)(?:[ғқгк][ае]|[дтн][ае]н|[дт][ае]|[ндт][ыі]ң|[мбп]ен)$/u;

/** The factor a word multiplies what stands before it with: 500 *thousand*, 1,5 *млн*. */
export function scaleOf(word: string): number | undefined {
  return lookUp(SCALES, word) ?? declined(KAZAKH_SCALES, word);
}

export function ordinalValue(word: string): number | undefined {
  return lookUp(ORDINALS, word);
}

/** The value of a single number word that is no factor. */
export function numberOf(word: string): number | undefined {
  return lookUp(WORDS, word) ?? declined(KAZAKH, word);
}

export function isNumberWord(word: string): boolean {
  return numberOf(word) !== undefined || scaleOf(word) !== undefined;
}

function declined(table: Readonly<Record<string, number>>, word: string): number | undefined {
  const stem = KAZAKH_CASE.exec(word.toLowerCase())?.[1];
  return stem === undefined ? undefined : table[stem];
}

function lookUp(table: readonly (readonly [RegExp, number])[], word: string): number | undefined {
  const plain = word.toLowerCase().replaceAll('ё', 'е');
  // Nearly every word is none.
  return ANY.test(plain) ? table.find(([pattern]) => pattern.test(plain))?.[1] : undefined;
}

const ANY = new RegExp([...WORDS, ...SCALES, ...ORDINALS].map(([{ source }]) => source).join('|'));
