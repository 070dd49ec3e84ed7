const MONEY_UNIT = [
  'тыс|млн|миллион|тг(?!\\p{L})|тенге|долл|евро',
  'мың|теңге',
  'k(?!\\p{L})|thousand|million|tenge|dollar|euro|usd|eur|[₸$€]',
].join('|');
/** A sum of money: by its unit, or by its size. A customer's own sum does not say where the answer stands. */
const AMOUNT = new RegExp(
  [
    `(?<![\\d.,])\\d+(?:[ \\u00a0\\u202f,.]\\d+)*\\s?(?=${MONEY_UNIT})`,
    '(?<![\\d.,])(?:\\d{1,3}(?:[ \\u00a0\\u202f,.]\\d{3})+|\\d{5,})(?!\\d)',
  ].join('|'),
  'giu',
);

/**
 * Phrases that mean one thing though none of their words does ("take money out"). The word on the right stands
 * for them, in a question and in the documents alike.
 */
const PHRASES: readonly (readonly [RegExp, string])[] = [
  [AMOUNT, ''],
  [/добр(?:ый|ого) (?:день|дня)|good day|қайырлы күн/giu, ''],
  [/(?<!\p{L})tak(?:e|es|ing|en)(?: \p{L}+){0,3} out(?!\p{L})/giu, 'withdraw'],
  [/(?<!\p{L})(?:get|got)(?: \p{L}+){0,3} back(?!\p{L})/giu, 'refund'],
  [/(?<!\p{L})(?:put|pay|put) down(?!\p{L})|down payment/giu, 'downpayment'],
  [/(?<!days )before (?:the )?(?:end|term|maturity)(?!\p{L})|ahead of (?:time|schedule)/giu, 'early'],
  [/(?<=\d\s?% )(?:a year|per annum|annually)(?!\p{L})/giu, 'rate'],
  [/credit cards?(?!\p{L})/giu, 'creditcard'],
  [/second[- ]?hand/giu, 'secondhand'],
  [
    /(?:haven['’]?t|have not|not|never|don['’]?t) (?:been )?us(?:e|ed|ing)(?!\p{L})|no transactions/giu,
    'inactive',
  ],
  [/new year['’]?s?(?: eve)?(?! day)/giu, 'holiday 31 december'],
  [/(?<!\p{L})(?:sms|смс)-?\p{L}+/giu, 'sms'],
  [/(?:without|w\/o|no) (?:a )?residence permit|non-?residents?/giu, 'nonresident'],
  [/how old(?!\p{L})/giu, 'age'],
  [/не (?:пользу|использу)\p{L}+|не было операций/giu, 'неактивный'],
  [/(?<!\p{L})б\/у(?!\p{L})|с пробегом/giu, 'подержанный'],
  [/раньше (?:срока|времени)|(?<!дн(?:я|ей) )до (?:конца|окончания) срока/giu, 'досрочно'],
  [/(?<!\p{L})нов(?:ый|ым|ого|ому) год\p{L}*/giu, 'праздник 31 декабря'],
  [/не (?:снима|списыва|взима|плати|бра|бер)\p{L}+|не начисляется плата/giu, 'бесплатно'],
  [/кредитн\p{L}+ карт\p{L}*/giu, 'кредитка'],
  [/ақша(?:мды|ны|сын)? (?:ал(?:у|са|сам|ам|ып|аса|уға|атын)\p{L}*|шеш\p{L}*)/giu, 'шешу'],
  [/мерзімінен бұрын|мерзімі бітпей/giu, 'мерзімінен бұрын ерте'],
  [/жаңа жыл\p{L}*/giu, 'мереке 31 желтоқсан'],
  [/төле(?:м|мей|месем)\p{L}* (?:алынбайды|болмайды)/giu, 'тегін'],
];

/** The words that stand for the phrases a text has. */
export function phrasesIn(text: string): string[] {
  return PHRASES.flatMap(([phrase, word]) => (text.search(phrase) >= 0 ? [word] : []));
}

/** A question with its phrases replaced by the words that stand for them. */
export function withoutPhrases(text: string): string {
  return PHRASES.reduce((rest, [phrase, word]) => rest.replace(phrase, ` ${word} `), text);
}
