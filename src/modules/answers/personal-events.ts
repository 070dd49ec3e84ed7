/**
 * Questions after what has happened to the asker's own money, card or application, told by how they are built: a
 * thing of one's account, what happened to it in a finished tense, and a sign that it is asked about. Over texts in
 * lower case with folded letters and single blanks between the words.
 */
import { anyWord } from './pattern.js';

const THING = anyWord(
  'зарплат|пенси|пособи|алимент|перевод|платеж|оплат|возврат|к[еэ]шб[еэ]к|бонус|процент|деньг|денег|карт|счет|кредит|ипотек|рассрочк|займ|вклад|депозит|заявк|заявлени|документ|комисси|лимит|тенге|тг(?= |$)|\\d{3,}',
  'жалакы|зейнетакы|жардемакы|шакиртакы|аударым|толем|кайтар|кешб|бонус|пайыз|акша|карта|карточка|шот|есепшот|кредит|несие|ипотека|бол[иы]п толеу|салым|депозит|отиним|отиниш|кужат|лимит',
  'salary|wages?|pension|benefit|transfer|payment|refund|cashback|bonus|interest|money|cards?(?= |$)|account|loan|mortgage|installment|deposit|application|documents?|limit|fee|statement|transaction|top ?up|charge',
);
const OWN = anyWord(
  'мне|меня|мной|мой|моя|мое|мои|моего|моей|моему|моим|мою|моих|нам|нас|наш',
  'менин|маган|менде|мени|бизге|биздин',
  'my|me|i|our|us',
);

/** What has become of a thing, in Russian. */
const HAPPENED = anyWord(
  '(?:при|до|про|по|у|за)ш(?:ел|ла|ло|ли)(?= |$)|поступил|упал[аои]?(?= |$)|(?:за|на|от)числ(?:ил|ен)|списал|сняли|снялось|удержал|одобр(?:ил|ен)|отказал|отклон(?:ил|ен)|начисл(?:ил|ен)|арестова|(?:за|раз)блокирова(?:н|л)|готов[аы]?(?= |$)|пропал|исчез|сгорел|закрыл(?:ся|ась|ось|и)|вернул|завис(?= |$|л)|отправлен|выпущен|рассмотре(?:н|л)|выда(?:н|ли)|провед(?:ен|ел)|получил[аи]? (?:ли )?вы|видит|дошли',
);
const WONDERED = anyWord('почему|зачем|за что|или нет|ли|уже|до сих пор|еще|пока|в чем (?:дело|причина)|что там|где|сколько|какой|какую|куда|не');
const OF_LATE = anyWord(
  'вчера|позавчера|сегодня|утром|вечером|на днях|недел\\p{L}* назад|уже|до сих пор|еще|пока|или нет|за (?:январ|феврал|март|апрел|ма[йя]|июн|июл|август|сентябр|октябр|ноябр|декабр|прошл|этот|последн)',
);
/** How such things go in general, or a story before a question of another kind. */
const IN_GENERAL = anyWord(
  'если|как(?= |$)|каким образом|можно|могу|может|могут|нужно|надо|чтобы|что (?:мне )?делать|что будет|стоит|бывает|обычно|когда (?:\\p{L}+ )?ждать',
  'егер|калай|болама|бола ма|алам ба|аламын ба|мумкин|не истеу|не истеймин|кажет|керек|дукен\\p{L}* (?:\\p{L}+ )?кайтармай',
  'if|how (?:do|can|to|long|soon|often)|can i|could i|may i|should i|what (?:should|can|do|happens)|usually|normally|what now|when should|goods|can the bank',
);
/** An order to look at the account or to change it. */
const ORDER = anyWord(
  '(?:покаж|пришл|вышл|скин|отправ|провер|уточн|верн|спиш|отмен|разблокиру|заблокиру|озвуч)(?:и|ите|ь|ьте|й|йте)(?= |$)',
  '(?:корсет|жибер|тексер|кайтар|айт|шыгар)(?:иниз|ыныз|инизши|ынызшы|ши|шы|ип бер|ып бер)?\\p{L}*$',
  '^(?:please |pls |can you |could you )?(?:show|send|email|unblock|block|check|give)(?= |$)',
);
const RECORDS = anyWord(
  '(?:последн\\p{L}* |истори\\p{L}* |мо\\p{L}* )*(?:операци|транзакци|выписк|платеж|баланс|остат|заявк|перевод)|карту(?= |$)|карта(?= |$)|комисси\\p{L}* (?:обратно|назад)',
  '(?:операция|транзакция|толем|аударым|баланс)(?:лар|лер|дар|дер)?(?:ым|им|м)|коширме(?:ни|м|си)|сонгы (?:толем|операци|аударым)',
  '(?:my|last|latest|recent) (?:\\p{L}+ )?(?:transactions?|payments?|statement|operations?|transfers?|balance|cards?|account)',
);
const TERMS = anyWord('тариф|услови|стоимост|образец|пример|terms|tariff|fees?(?= |$)|example|ұлги|улги');

/** Past tense with the particle of a question: "түсті ме", "мақұлданды ма". */
const KAZAKH_DID = anyWord(
  '\\p{L}+(?:[^аейи ](?:ды|ди|ты|ти)|(?:[мп]|[^аеийоуы ]б)[ае]д[ыи]) (?:ма|ме|ба|бе|па|пе)(?= |$)',
);
/** "түспеді", "келмей жатыр", "жетпеген", "өтпей қалды". */
const KAZAKH_DID_NOT = anyWord('\\p{L}+(?:(?:[мп]|[^аеийоуы ]б)[ае](?:ды|ди|дыныз|диниз|дыныздар|диниздер|ган|ген)|[мбп][ае]й (?:жатыр|тур|калды|кетти))(?= |$)');
const KAZAKH_WHY = anyWord('(?:неге|не ушин|али|кашан|кайда)(?= |$)');
const KAZAKH_PAST = anyWord('\\p{L}{2,}(?:ды|ди|ты|ти|ган|ген|кан|кен|лган|лген|дыныз|диниз|дыныздар|диниздер)(?= |$)');
const KAZAKH_OWN_THING = anyWord(
  '(?:жалакы|зейнетакы|жардемакы|аударым|толем|кешб[еэ][кг]|бонус(?:тар)?|пайыз(?:дар)?|акша|карта|карточка|шот|есепшот|кредит|несие|ипотека|салым|депозит|отиним|отиниш|карыз|лимит)(?:ым|им|м)(?:а|е|да|де|ды|ди|нан|нен|нын|нин|дагы|деги)?(?= |$)',
);
/** Put in by oneself, and not there. */
const PAID_IN = anyWord('(?:пополнил|внес|положил|закинул)[аи]? .*(?:а|но) (?:\\p{L}+ )?(?:денег|деньги|их|ничего) (?:\\p{L}+ )?(?:нет|не)');
/** First person, finished: "қанша жұмсадым". */
const KAZAKH_HOW_MUCH_I = anyWord('канша (?:[\\p{L}\\d]+ ){0,2}\\p{L}+(?:дым|дим|тым|тим)$');
const KAZAKH_APPLIED = anyWord('(?:отиниш|отиним)\\p{L}* (?:\\p{L}+ )?бер(?:дим|ген едим|ип едим|генмин)');

/** "has my salary arrived", "was I given", "is my loan approved", "hasn't come yet". */
const ENGLISH = [
  anyWord('(?:has|have|did|was|were) (?:\\p{L}+ ){0,2}(?:my|our|i|me)(?= )', '(?:did|have) you (?:get|receive|got|received) (?:my|the)', '(?:has|have|did|was|were) .*(?:yet|already)$'),
  anyWord('(?:is|are) (?:my|our) (?:\\p{L}+ ){1,3}(?:approved|ready|active|activated|blocked|frozen|negative|closed|paid off|declined|rejected|late|overdue|done|accepted|unblocked|confirmed)(?= |$)'),
  anyWord('why (?:was|were|is|are|did|didnt|has|hasnt|have|havent|isnt|wasnt) (?:\\p{L}+ )?(?:my|our|i|you|me)(?= )', 'who (?:sent|transferred|paid|charged) (?:me|my)'),
  anyWord('(?:hasnt|havent|didnt|isnt|not|never|still) (?:\\p{L}+ ){0,2}(?:come|came|arrived?|received?|credited|gone|go|appeared|shown|showing|landed|here|there)(?= |$)'),
  anyWord('wheres? (?:is |are |has )?(?:my|the) .*\\bi (?:sent|ordered|made|transferred|paid|deposited|requested)', 'i (?:applied|ordered|requested|sent) .*(?:any news|any update|status|where|what happened)'),
];

/** Whether somebody asks what has become of something of theirs, or orders the bank to look it up or to act on it. */
export function asksAfterOwnEvent(text: string): boolean {
  if (IN_GENERAL.test(text)) return false;
  if (ORDER.test(text) && RECORDS.test(text) && !TERMS.test(text)) return true;
  return THING.test(text) ? happenedInRussian(text) || happenedInKazakh(text) || ENGLISH.some((way) => way.test(text)) : KAZAKH_HOW_MUCH_I.test(text);
}

function happenedInRussian(text: string): boolean {
  if (PAID_IN.test(text)) return true;
  return HAPPENED.test(text) && WONDERED.test(text) && (OWN.test(text) || OF_LATE.test(text));
}

function happenedInKazakh(text: string): boolean {
  if (KAZAKH_DID.test(text) || KAZAKH_HOW_MUCH_I.test(text)) return true;
  if (KAZAKH_APPLIED.test(text)) return true;
  const isOwn = KAZAKH_OWN_THING.test(text) || OWN.test(text);
  return isOwn && (KAZAKH_DID_NOT.test(text) || (KAZAKH_WHY.test(text) && KAZAKH_PAST.test(text)));
}
