/**
 * What something cost or how much it bore in times gone by: the documents hold what holds today. A statement for
 * last year, or a payment of last month, is a service of today. Over lower-case folded words.
 */
import { anyWord } from './pattern.js';

const PRICE = anyWord(
  'тариф|ставк|процент|комисси|плат[аы](?= |$)|абонентск|курс|цен[аы](?= |$)|сто(?:ил|имост)|брали|лимит|обслуживани',
  'тариф|ставка|молшерлеме|пайыз|комисси|акы(?:сы)?(?= |$)|курс|багам|тур(?:ды|атын|ган)|лимит',
  'tariff|rates?(?= |$)|interest|fees?(?= |$)|prices?|cost|charge|exchange',
);
const THEN = anyWord(
  '(?:поза)?прошл(?:ом|ой|ую|ый|ым) (?:год|месяц|недел|квартал|зим|лет|весн|осен)|прошлогодн|(?:год|года|лет|месяц\\p{L}*|недел\\p{L}*) назад|раньше|прежн|вчера|до (?:повышени|изменени|подорожани)|в \\d{4}(?= |$)|\\d{4} год',
  'былтыр|алдынгы жыл|откен (?:жыл|ай|апта|токсан)|бурын|\\d{4} жыл',
  '(?:last|previous|past) (?:years?|months?|weeks?|quarter|summer|winter)|(?:years?|months?|weeks?) ago|in \\d{4}(?= |$)|(?:you|it|they|that) used? to|before the (?:change|increase|rise)|yesterday',
);
const WAS = anyWord(
  'был[аои]?(?= |$)|стоил[аои]?(?= |$)|брали|действовал[аои]?',
  'еди(?= |$)|болды(?= |$)|болган|турды(?= |$)|туратын|турган',
  'was|were|did|used? to|had been',
);
/** Prices that say themselves that they are gone. */
const GONE = anyWord(
  '(?:прошлогодн|прежн)\\p{L}* (?:тариф|ставк|комисси|цен|курс)|(?:поза)?прошл\\p{L}* год\\p{L}* (?:тариф|ставк|комисси)',
  '(?:былтыргы|бурынгы|откен жылгы) (?:тариф|ставка|комисси|пайыз|курс)',
  '(?:last|previous) years? (?:\\p{L}+ )?(?:tariff|rate|fee|price)',
);
const IN_THE_PAST_YEAR = anyWord('в (?:поза)?прошлом (?:году|месяце)', 'былтыр(?= |$)|откен (?:жылы|айда)', '(?:in )?last year$');
/** What the customer did then is where a question of today may begin. */
const STORY = anyWord('я|мы|мне|меня|мой|моя|справк|выписк|закрыл|брал[аи]?(?= |$)|взял|открыл', '\\p{L}+(?:дым|дим|тым|тим)(?= |$)|аныктама|коширме|\\p{L}{3,}(?:ым|им)ды', 'i(?= (?!was charged))|my|statement|certificate');

/** Whether a price of the past is asked for. */
export function asksForPastPrice(text: string): boolean {
  if (GONE.test(text)) return true;
  if (!PRICE.test(text) || !THEN.test(text) || STORY.test(text)) return false;
  return WAS.test(text) || IN_THE_PAST_YEAR.test(text);
}
