import { asksAfterOwnEvent } from './personal-events.js';
import { wordList } from './word-list.js';

/** Words that make a question one about the asker's own account. Lower case, letters folded. */
const OWN = wordList(`
  мой моя мое мои мою моего моей моих моему моим моими моем меня мне мной мною менин меним менде маган мени
  my mine me нам наш свой свои свою
`);
/** Kazakh says "my" by an ending: картам, шотымда, аударымым, балансым. */
const OWN_THING = 'карта|баланс|лимит|операци(?:я|ялар)|толем|шот|аударым|несие|кредит|салым|депозит|акша|пин|пинкод|отиним|отиниш';
const CASE = 'ды|ди|нын|нин|да|де|дагы|деги|га|ге|а|е|нан|нен';
const OWN_ENDING = new RegExp(`^(?:${OWN_THING})\\S*?(?:ым|им|м)(?:${CASE})?$`);
const ACCOUNT = wordList(`
  баланс* остат* счет* счёт* перевод* платеж* операци* транзакц* трат* расход* заявк* деньги денег долг* задолженност* пин
  пинкод* пароль паролей выписк* кредит* карт* лимит* бонус* кешбэк* кэшбэк* зарплат* пенси* шот* аударым*
  калдык* калдыг* акша* жалакы* зейнетакы* отини* котини* несие* карыз* берешег* balance account transfer
  payment payments transaction transactions purchases application debt money pin password statement loan card cashback salary
  pension limit
`);
/** How-to questions are answered from documents even when they speak of "my card". */
const HOW_TO = wordList(`
  как каким можно могу можете можем нужно надо сможем смогу если калай калайша бола болама аламын алам how
  can could may should if чтобы want хочу хотел хотела стоит комисси* тариф* ставк* перевести открыть узнать
  посмотреть проверить fee fees cost rate
`);

/** Asking after a state only the account knows, telling of one, or asking to change it. */
const ASKS_STATE = wordList(`
  какой какая какие какое каков какова сколько назови* скажи* покажи* подскажи* проверь* дай дайте отправь*
  пришли* озвучь* узнайте где куда когда почему зачем заблокируй* разблокируй* закрой* верни* отмени* спиши*
  переведи переведите одобр* пришла пришло пришел поступил* дошел дошла дошло завис* пропал* исчезл* списал*
  сняли украли кайда канша неге кашан кандай кай корсет* айт* шыгар* токтат* жибер* келмед* тусп* жетпед* what whats where
  wheres when why show tell check give send block unblock cancel refund disappeared declined stuck stole scammed hacked обманули взломали
`);
const HOW_MUCH_OWN = new RegExp(
  [
    'how much (?:money )?(?:do i (?:have|owe)|have i|did i|i (?:have|owe|spent)|is (?:in|on|left))',
    'сколь?ко (?:у меня )?(?:денег|осталось|я долж(?:ен|на)|я (?:потратил|заплатил|получил))',
    '(?:картам|шотым|балансым)\\S* канша акша|канша акша\\S* бар',
    'сколько (?:мне )?(?:еще )?осталось (?:платить|выплатить)',
  ].join('|'),
);
const MONEY =
  /деньг|денег|карт|счет|осталось|долж|потратил|заплатил|получил|акша|money|spen|owe|account|card|left/;
/**
 * Terms of a product, not a state of the account: "what documents do I need", "I lost my card, what to do".
 */
const GENERAL = new RegExp(
  [
    'документ|кужат|document|услови',
    'подойдет|подходит|посоветуйте|какой процент|пайызы? (?:канша|кандай)|what (?:is the )?(?:rate|interest)',
    '(?:кредит|карта|несие|салым|депозит|ипотека)\\S* (?:керек|нужн?а?)|нуж(?:ен|на) (?:кредит|карта|вклад|ипотека)',
    'need (?:a|the) (?:loan|card|deposit|mortgage)|потерял|жогалт|lost|украли карт|украден|stolen',
    'что (?:мне )?делать|what (?:should|do) i do|не истеу|не истеймин',
  ].join('|'),
);

/** How often, how much in a time, or when such things come: the same for everybody. */
const HABIT =
  /when (?:do|does) |per (?:day|month|year|week)|в (?:день|сутки)|кунине|айына|(?:когда|кашан|when) .*(?:к[еэ]шб[еэ]к|cashback)/;

/** Whether the text ask for something only the customer's own account can tell, or to act on it. */
export function asksForPersonalData(text: string): boolean {
  if (asksAfterOwnEvent(text)) return true;
  if (GENERAL.test(text)) return false;
  const words = text.split(' ');
  if (HABIT.test(text)) return false;
  if (HOW_MUCH_OWN.test(text) && MONEY.test(text)) return true;
  const own = words.some((word) => OWN.has(word) || OWN_ENDING.test(word));
  const account = words.some((word) => ACCOUNT.has(word) || OWN_ENDING.test(word));
  if (!own || !account) return false;
  if (words.some((word) => HOW_TO.has(word))) return false;
  return words.some((word) => ASKS_STATE.has(word));
}
