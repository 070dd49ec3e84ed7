/**
 * What a bank's documents do not answer even where they have its words: other banks, forecasts, advice on
 * investments and on the customer's quarrels with others. Patterns over lower-case words with folded letters.
 */
import { intentWords } from './intent.js';
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
  `(?:${OTHER_BANKS})(?:ге|га|ке|ка|ден|дан|тен|тан)(?!\\p{L})`,
);
const ELSEWHERE = anyOf(
  '(?:соседн|друг|чуж|ин)\\p{L}* банк',
  'как(?:ой|ом|их|ие) банк',
  '(?:баска|кай) банк',
  '(?:an)?other banks?',
  'which bank',
);
/** With these another bank is a part of a service of one's own. */
const SERVICE = anyOf(
  'перев[ое]|отправ|перечисл|пополн|погас|рефинанс|зарплат',
  'карт|счет|номер|банкомат|сня[тл]|снима',
  'аудар|жибер|шот|кайта каржы',
  'transfer|send|wire|card|account|iban|atm|machine|withdraw|cash|refinanc',
);

const CURRENCY = '(?:курс|доллар|евро|рубл)\\p{L}*';
const FORECAST = anyOf(
  `${CURRENCY} .*(?:будет|завтра|вырас|упад|подорожа|подешев|прогноз|новый год)`,
  `${CURRENCY} .*через (?:год|месяц|недел|пол|пару|\\d|день)`,
  `(?:будет|прогноз|вырас|упад|подорожа|подешев)\\p{L}* .*${CURRENCY}`,
  '(?:доллар|евро|багам|курс)\\p{L}* .*(?:ертен|келеси|болжам|котериле|тусе ме)',
  '(?:dollar|euro|exchange|currency)s? .*(?:tomorrow|next (?:week|month|year)|forecast|go (?:up|down))',
  '(?:will|forecast) .*(?:dollar|euro|exchange rate|currency)s? .*(?:be|rise|fall|tomorrow|next)',
);

const INVESTING = anyOf(
  'акци\\p{L}* .*(?:купить|покупать|компан|вложить)',
  '(?:купить|покупать|вложить|вкладывать)\\p{L}* .*акци',
  '(?:куда|во что) .*(?:вложить|инвест)',
  'биткоин|биткойн|крипт|облигац|инвестир',
  'акция\\p{L}* (?:сатып )?ал',
  'bit ?coin|crypto|(?<!\\p{L})(?:stock|share|bond)s?(?!\\p{L})|good investment|invest (?:in|my)',
);

const DISPUTE = anyOf(
  'отсуди|адвокат|сотка',
  '(?:^| )(?:суд|суда|суде|иск|иска)(?: |$)',
  '(?:^| )sue |lawsuit|lawyer|landlord',
);
const QUARREL = anyOf(
  '(?:жалова|шагым|complain)\\p{L}* .*(?:работодател|начальник|сосед|корши|employer|landlord|neighbo)',
);
const ABOUT_BANK = anyOf('банк|карт|операци|комисси|bank|card|transaction');

/** Whether a question is about something the bank's documents cannot answer whatever words they share. */
export function isOutOfScope(question: string): boolean {
  const text = intentWords(question).join(' ');
  const isService = SERVICE.test(text);
  if (NAMED.test(text) && !(isService && DESTINATION.test(text))) return true;
  if (ELSEWHERE.test(text) && !isService) return true;
  if (FORECAST.test(text) || INVESTING.test(text) || QUARREL.test(text)) return true;
  return DISPUTE.test(text) && !ABOUT_BANK.test(text);
}
