/**
 * Values of number words, by stem or whole form. Compound numbers are read as sums: "twenty five", "жиырма
 * бес".
 */
const WORDS: readonly (readonly [RegExp, number])[] = [
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
  [/^(?:пят(?:ь|и)десят(?:и)?|fifty|елу)$/, 50],
  [/^(?:шест(?:ь|и)десят(?:и)?|sixty|алпыс)$/, 60],
  [/^(?:сем(?:ь|и)десят(?:и)?|seventy|жетпіс)$/, 70],
  [/^(?:вос(?:емь|ьми)десят(?:и)?|eighty|сексен)$/, 80],
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
  [/^(?:тысяч(?:а|и|у|е|ей)?|тыс|thousand|мың)$/, 1_000],
  [/^(?:миллион(?:а|ов|у|ам)?|млн|mln|million)$/, 1_000_000],
  [/^(?:миллиард(?:а|ов|у|ам)?|млрд|billion|bn)$/, 1_000_000_000],
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

/** The factor a word after a figure multiplies it with: 500 *thousand*, 1,5 *млн*. */
export function scaleOf(word: string): number | undefined {
  return lookUp(SCALES, word);
}

export function ordinalValue(word: string): number | undefined {
  return lookUp(ORDINALS, word);
}

/** The value of a run of number words ("двести пятьдесят тысяч"), or undefined where one of them is none. */
export function wordsValue(words: readonly string[]): number | undefined {
  let total = 0;
  let group = 0;
  for (const word of words) {
    const scale = scaleOf(word);
    const value = scale === undefined ? lookUp(WORDS, word) : undefined;
    if (scale === undefined && value === undefined) return undefined;
    if (value !== undefined) group += value;
    else if (scale === 100) group = (group || 1) * 100;
    else {
      total += (group || 1) * (scale ?? 1);
      group = 0;
    }
  }
  return total + group;
}

export function isNumberWord(word: string): boolean {
  return lookUp(WORDS, word) !== undefined || scaleOf(word) !== undefined;
}

function lookUp(table: readonly (readonly [RegExp, number])[], word: string): number | undefined {
  const plain = word.toLowerCase().replaceAll('ё', 'е');
  return table.find(([pattern]) => pattern.test(plain))?.[1];
}
