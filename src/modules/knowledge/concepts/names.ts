/** Product and brand names as people spell them in either alphabet, whatever the language. */
export const names: Readonly<Record<string, string>> = {
  applepay: 'apple эпл эппл айфон iphone',
  cashback: 'cashback кэшбэк кешбэк кешбек кэшбек',
  classic: 'classic классик классика',
  cny: 'cny юань юани юаней юанях юаня yuan yuans',
  code: 'qr кьюар',
  eur: 'eur евро еуро euro',
  gbp: 'gbp фунт фунты фунтов фунтах pound pounds',
  gold: 'gold голд алтын',
  googlepay: 'google гугл',
  iban: 'iban ибан айбан иик жск',
  kzt: 'kzt тенге теңге тг tenge',
  mastercard: 'mastercard мастеркард мастер',
  pin: 'pin пин пинкод',
  platinum: 'platinum платинум платиновый',
  plus: 'plus плюс',
  premium: 'premium премиум',
  push: 'push пуш',
  rub: 'rub рубль рубли ruble rouble',
  samsungpay: 'samsung самсунг',
  sms: 'sms смс смска смски эсэмэс',
  swift: 'swift свифт',
  usd: 'usd доллар доллары долларов dollar',
  visa: 'visa виза',
  wifi: 'wifi вайфай',
};

/** Names of which people ask for one instead of another. */
export const alternatives: readonly (readonly string[])[] = [
  ['classic', 'gold', 'platinum', 'premium'],
  ['cny', 'eur', 'gbp', 'kzt', 'rub', 'usd'],
  ['mastercard', 'visa'],
  ['applepay', 'googlepay', 'samsungpay'],
];
