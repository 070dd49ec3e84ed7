/** What is no bank's business at all, and what takes a lawyer, an adviser on taxes or a doctor. Over lower-case folded words. */
import { anyOf, anyWord } from './pattern.js';

const MADE = anyOf(
  '(?:напиши|сочини|придумай|составь|нарисуй|сгенерируй)\\p{L}* (?:\\p{L}+ ){0,3}(?:стих|поэм|песн|рассказ|сказк|код|программ|скрипт|эссе|реферат|сочинени|тост|поздравлени|анекдот|шутк|картин)',
  'расскажи\\p{L}* (?:\\p{L}+ )?(?:анекдот|шутк|сказк|истори)',
  '(?:олен|тақпақ|такпак|ертеги|эссе|код|багдарлама|тилек|анекдот|азил|ангиме)\\p{L}* (?:\\p{L}+ ){0,2}(?:жаз|айтып? бер|айтшы|курастыр|шыгар)',
  '(?:write|compose|make up|draw|generate|create) (?:\\p{L}+ ){0,4}(?:poems?|song|story|essay|joke|code|script|program|speech|lyrics|python|javascript)',
  'tell (?:me )?(?:\\p{L}+ )?(?:a )?(?:joke|story)|(?:python|javascript|java|питон|пайтон)\\p{L}* ',
);
const WORLD = anyOf(
  '(?<!\\p{L})погод|ауа райы|(?<!\\p{L})weather',
  'голосова|выбор(?:ы|ах|ов)(?!\\p{L})|президент|политик|партию?(?!\\p{L})|сайлау|дауыс бер|саясат|(?:vote|voting) for|election|president|politic',
  '(?:победит|выиграет|счет матча|матч|чемпионат|футбол)|матч|доп ойын|(?:win|won) the (?:match|game|cup|league)|football|champions league',
  'рецепт (?!врача)|приготовить (?:борщ|плов|торт)|гороскоп|жулдыз жорамал|horoscope|recipe for',
  '(?:реши|решить) (?:уравнен|задач|пример)|тендеу|есеп шыгар|solve (?:\\d|(?:the |this |an? )?(?:equation|riddle|puzzle))',
  '(?:переведи|перевести) (?:\\p{L}+ )?(?:слово|фразу|предложение|на (?:английский|казахский|русский|немецкий|французский)(?! счет))|translate (?:\\p{L}+ ){0,4}(?:in)?to (?:english|french|german|russian|kazakh)|созин\\p{L}* аудар|(?:агылшынша|орысша|казакша)\\p{L}* аудар',
  'что ты думаешь|твое мнение|не ойлайсын|сенин пикирин|what do you think (?:about|of)|your opinion|смысл жизни|meaning of life',
);
/** Kitchen, films, journeys, sports, garages and school: what people ask a search engine. */
const LEISURE = anyWord(
  'сварить|испечь|пожарить|приготовить|рецепт|калори|похуде|(?:посовет|порекоменд|какой)\\p{L}* (?:\\p{L}+ )?(?:фильм|сериал|книг|музык|песн|игр)|билет\\p{L}* (?:на|в) |столиц\\p{L}* (?!.*отделен)|население|сколько людей живет|техосмотр|почин|отремонтир|домашн\\p{L}* задан|уроки|чемпион',
  '(?:калай|канша) .*(?:писир|асады|куыр|тигу|жонде)|калай (?:пис|асады|арыкта)|(?:кино|фильм|китап|ойын|музыка) (?:усын|кенес)|астана(?:сы|нын) (?:кай|халк)|халкы канша|уй(?:ге)? тапсырма|сабагым|(?:машина|колик|мотор)\\p{L}* .*(?:май|жонде|донгалак)',
  'cook|bake|calorie|recipe|lose weight|(?:recommend|suggest) (?:\\p{L}+ ){0,2}(?:movie|film|book|song|game|show|restaurant)|capital of|population of|homework|(?:fix|repair|change) (?:\\p{L}+ ){0,2}(?:car|tyre|tire|bike|phone screen|tap|oil)|world cup|who won|how tall|how old is',
);
const HEALTH = anyOf(
  '(?:болит|головн\\p{L}* бол|температур|таблетк|лекарств|что выпить от|диагноз|симптом)',
  '(?:басым|ишим|тисим) ауыр|дари ишейин|кандай дари|дәрігер кенес',
  '(?<!\\p{L})(?:headache|symptom|diagnos|medicine for|pills? (?:help|for|against)|painkiller)',
);
const PAYING = anyOf('оплат|кредит|рассроч|банк(?!ет)|отделени|несие|бонус|loan|instal|(?<!\\p{L})bank|картой|страхов|кешб|кэшб|толе|картамен|сактандыр|pay|card|insur|cashback');

/** Whether somebody asks for what a support desk does not do: rhymes, the weather, politics, a cure. */
export function isOffTopic(text: string): boolean {
  if (MADE.test(text) || WORLD.test(text)) return true;
  return (HEALTH.test(text) || LEISURE.test(text)) && !PAYING.test(text);
}

const TAX = anyOf(
  '(?:не|меньше|избежать|уйти от|обойти) (?:\\p{L}+ )?(?:плат\\p{L}* )?налог|(?:нужно|надо|должен|должна|обязан)\\p{L}* (?:ли )?(?:\\p{L}+ ){0,3}налог|налог с (?:продажи|аренды|дохода|наследства)|как(?:ой|ие) налог\\p{L}* (?:\\p{L}+ ){0,3}(?:я|мне|ип|продаж|аренд|зарплат)',
  'салык\\p{L}* (?:толеймин бе|толеуим керек|толемеу|жалтару)|салыктан (?:калай )?(?:жалтар|кутыл)',
  '(?:avoid|evade|dodge|not pay|pay less|owe|have to pay|need to pay) (?:\\p{L}+ ){0,2}tax|tax(?:es)? (?:on|when|if) (?:\\p{L}+ ){0,3}(?:sell|sold|rent|inherit|salary)',
);
const COUNSEL = anyOf(
  'как (?:\\p{L}+ )?не платить (?:алимент|штраф|аренд|долг)',
  '(?:составить|написать|подать|составь|напиши) (?:\\p{L}+ )?(?:иск|исков|завещан|договор аренды|апелляц)',
  'талап арыз|осиет (?:жаз|калай)|(?:write|draft|file) (?:\\p{L}+ )?(?:lawsuit|claim against|will and testament|appeal against)',
);
const OF_BANK = anyOf('банк|вклад|депозит|салым|сыйакы|deposit|interest|withheld|удержива|ұстал|устала|приложени|косымша|(?<!\\p{L})app(?!\\p{L})');

/** Whether advice on taxes or law is asked for, beside what the bank itself withholds or pays. */
export function asksForCounsel(text: string): boolean {
  return (TAX.test(text) && !OF_BANK.test(text)) || COUNSEL.test(text);
}
