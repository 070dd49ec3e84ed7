/**
 * What a bank's documents do not answer even where they have its words: other banks, forecasts, advice on
 * investments, taxes and the customer's quarrels with others, and what is no bank's business. Patterns over lower-case words with folded letters.
 */
import { asksForMarketAdvice } from './advice.js';
import { textReadings } from './intent.js';
import { asksForCounsel, isOffTopic } from './off-topic.js';
import { asksForPastPrice } from './past.js';
import { anyOf } from './pattern.js';

const OTHER_BANKS = [
  '(?:каспи|халык|жусан|форте|фридом|береке|отбасы|нурбанк|сбер|сбербанк|тинькофф|ситибанк)',
  '(?:центркредит|евразийск|бцк|втб|алтын банк|хоум кредит|альфа банк)',
  '(?:kaspi|halyk|jusan|forte|freedom|bereke|otbasy|nurbank|sberbank|tinkoff|citibank|revolut)',
  '(?:eurasian|bcc|vtb|altyn bank|home credit|alfa bank)',
].join('|');
const NAMED = anyOf(`(?<!\\p{L})(?:${OTHER_BANKS})\\p{L}*`);
/** Another bank as a place for money to go to or come from: that is a transfer, which the documents know. */
const DESTINATION = anyOf(
  `(?:^| )(?:на|в|из|с|со|от|через|to|from|into|at|via) (?:\\p{L}+ ){0,2}(?:${OTHER_BANKS})`,
  `(?:${OTHER_BANKS})\\p{L}*(?: банк\\p{L}*)? (?:\\p{L}+ )?(?:аудар|жибер|сал|банкомат)`,
  // Its card in a machine of one's own.
  `(?:${OTHER_BANKS})\\p{L}*(?: \\p{L}+){0,2} (?:карт|card).* (?:ваш|у вас|сизд|your)`,
  `(?:карт|card).* (?:${OTHER_BANKS}).* (?:ваш|у вас|сизд|your)`,
  `(?:ваш|у вас|сизд|your).* (?:карт|card)\\p{L}* (?:${OTHER_BANKS})`,
  `(?:${OTHER_BANKS})(?:ге|га|ке|ка|ден|дан|тен|тан)(?!\\p{L})`,
);
const ELSEWHERE = anyOf(
  '(?<!\\p{L})(?:соседн|друг|чуж|иной|иных|ином)\\p{L}* банк',
  '(?<!\\p{L})(?:у )?каких банк',
  'как(?:ой|ом|их|ие) банк',
  '(?<!\\p{L})(?:баска|кай) банк',
  '(?:an)?other banks?',
  'which bank',
);
/** With these another bank is a part of a service of one's own. */
const SERVICE = anyOf(
  'перев[ое]|отправ|перечисл|пополн|погас|рефинанс|зарплат|реквизит|телефон|лимит|максимум',
  'карт|счет|номер|банкомат|сня[тл]|снима',
  'аудар|жибер|шот|кайта каржы|телефон|шектеу',
  'transfer|send|wire|card|account|iban|atm|machine|withdraw|cash|refinanc|phone|move|bring|top ?up|limit|max(?:imum)?(?!\\p{L})',
);

const PRICE = [
  '(?:курс|доллар|евро|рубл|ставк|процент|цен[аыуо]|стоимост|акци[ия])\\p{L}*',
  '(?:багам|баға|бага|пайыз|молшерлеме|сыйакы)\\p{L}*',
  '(?:dollar|euro|exchange|currenc(?:y|ie)|rate|price|interest|share)s?',
].join('|');
const LATER = [
  'завтра|прогноз|будущем|новый год|через (?:год|месяц|недел|пол|пару|\\d|день)|в 20\\d\\d',
  '(?:следующ|будущ)\\p{L}* (?:год|месяц|недел)|(?:весной|летом|осенью|зимой)',
  'ертен|болжам|(?:келеси|келер) (?:жыл|ай|апта)|20\\d\\d жыл',
  'tomorrow|forecast|(?:next|in) (?:week|month|year|spring|summer|autumn|winter|20\\d\\d)',
].join('|');
const WILL = '(?:будет|будут|станет|станут|болады|болмак|will|going to|forecast|прогноз|болжам)';
const MOVE = [
  '(?:вырас|упад|подорожа|подешев|поднимет|снизят|снизит|повыс[яи]т|опуст)\\p{L}*',
  '(?:котериле|тусе|осе|томендей|кымбаттай|арзандай) м[ае]',
  'will .*(?:go (?:up|down)|rise|fall|drop|increase|decrease)',
].join('|');
const CURRENCY = '(?:курс|доллар|евро|рубл|багам|dollar|euro|exchange|currenc)';
/** What prices will be: of a currency at any later time, of all else where it is asked how it will be or move. */
const FORECAST = inAnyOrder([PRICE, LATER, WILL], [PRICE, MOVE], [CURRENCY, LATER]);

/** Advice what to put money into; what trading costs may well stand in the documents. */
const INVESTING = anyOf(
  '(?:стоит ли|купить ли|выгодно ли|лучше) .*(?:акци|облигац|инвестир)',
  'как(?:ие|ую) (?:акци|облигац)\\p{L}* .*(?:купить|покупать|брать|вложить)',
  '(?:куда|во что) .*(?:вложить|инвест)',
  'кайда (?:салсам|салган|инвест)|неге (?:салсам|инвест)',
  'биткоин|биткойн|крипт',
  'акция\\p{L}* (?:сатып )?ал',
  'bit ?coin|crypto|(?:which|what|best|good) (?:stock|share|bond)s?(?!\\p{L}).* (?:buy|invest|now)',
  'should (?:i|we) .*(?:buy|invest|put)|good investment|invest my',
);

const DISPUTE = anyOf(
  'отсуди|адвокат|сотка',
  '(?:^| )(?:суд|суда|суде|иск|иска)(?: |$)',
  '(?:^| )sue |lawsuit|lawyer',
);
const QUARREL = anyOf(
  '(?:жалова|шагым|complain)\\p{L}* .*(?:работодател|начальник|сосед|корши|employer|landlord|neighbo)',
);
const ABOUT_BANK = anyOf('банк|карт|операци|комисси|bank|card|transaction');

function inAnyOrder(...all: readonly (readonly string[])[]): (text: string) => boolean {
  const patterns = all.map((parts) => parts.map((part) => new RegExp(`(?<!\\p{L})(?:${part})`, 'u')));
  return (text) => patterns.some((parts) => parts.every((part) => part.test(text)));
}

/** What puts a question out of the documents' reach. */
export type OutOfScope = 'other_bank' | 'advice' | 'off_topic' | 'past';

/** Why the bank's documents cannot answer a question whatever words they share; undefined where they may. */
export function outOfScope(question: string): OutOfScope | undefined {
  const [asWritten = '', ...inCyrillic] = textReadings(question);
  if (isOfAnotherBank(asWritten)) return 'other_bank';
  return [asWritten, ...inCyrillic].map(beyondDocuments).find((beyond) => beyond !== undefined);
}

function isOfAnotherBank(text: string): boolean {
  const isService = SERVICE.test(text);
  if (NAMED.test(text) && !(isService && DESTINATION.test(text))) return true;
  return ELSEWHERE.test(text) && !isService;
}

function beyondDocuments(text: string): OutOfScope | undefined {
  if (asksForPastPrice(text)) return 'past';
  if (asksForMarketAdvice(text)) return 'advice';
  if (FORECAST(text) || INVESTING.test(text) || QUARREL.test(text) || asksForCounsel(text)) return 'advice';
  if (DISPUTE.test(text) && !ABOUT_BANK.test(text)) return 'advice';
  return isOffTopic(text) ? 'off_topic' : undefined;
}
