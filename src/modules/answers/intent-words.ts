import { wordList } from './word-list.js';

/**
 * Word lists of `intent.ts`. They are compared with lower-case words whose ё and Kazakh letters are folded to
 * plain Cyrillic, so they are written that way.
 */

/** People of the bank one may ask for, by stem; typing slips in the longer ones are forgiven. */
export const STAFF_STEMS = [
  'оператор',
  'специалист',
  'менеджер',
  'консультант',
  'сотрудник',
  'operator',
  'manager',
  'agent',
  'consultant',
  'representative',
  'specialist',
];
/** Words too short, or too close to others, to forgive slips in. */
export const STAFF_EXACT = wordList(`
  маман* кызметкер* саппорт* поддержка поддержки поддержку поддержкой поддержке девушка девушки девушку живым
  живого живой rep support staff advisor* техподдержк* саппорту кенесши* кызметимен кызметине
`);

/** A human as such: also the receiver of a transfer, so these need a word of asking right beside them. */
export const HUMAN = wordList(`
  человека человеком человеку человек чел людьми human person people someone somebody адаммен адамды адамга
  адамнын адам
`);
export const REAL = wordList(`
  живой живого живым живому живыми живая реальн* настоящ* real live actual living тири тир накты шынайы
`);

/** Asking to be put through. */
export const CALL = wordList(`
  позов* зовите зови соедин* переключ* переведи переведите свяж* связь связать связаться связи вызови
  вызовите вызвать пригласи* подключ* дай дайте давайте давай нужен нужна нужны нужно надо хочу хотел хотела
  требую прошу можно поговор* говорить пообща* общаться пусть косшы коса кос косыныз* шакыр* керек сойлес*
  байланысты* байланысайын байланыскым байланысу байланыс бериныз бериниз беринизши берши connect transfer
  talk speak chat call get give need want put reach contact ask let forward
  ответ* помоги* помож* помощь help жалга* комектес*
`);
/** Asking to talk: with these a bare "human" is meant as one to talk to. */
export const TALK = wordList(`
  поговор* говорить пообща* общаться связь связать связаться связи свяж* соедин* переключ* позов* зовите
  подключ* сойлес* байланыс* косыныз косшы косынызшы коса шакыр* talk speak chat connect reach contact
`);
/** "I need a …": with these a bare "human" is meant when nothing else is said. */
export const NEED = wordList(`
  нужен нужна нужно надо хочу дай дайте давайте давай керек need want get give
`);

/** Fillers that change nothing. */
export const FILLER = wordList(`
  пожалуйста пж плиз плз пжл пжлст мне меня мен маган мени с со на к и я вас вы бы же уже срочно быстрее
  скорее просто здравствуйте привет добрый день сейчас можно ли а ну эй отинемин тез шугыл please pls plz me
  to a an the with i just now hello hi hey can could you would like my your is there any some in for one у
  есть тут здесь ало алло чтобы чтоб stop here through онлайн online бар ма кто нибудь банка банктин bank из
  не ботом бот bot robot not хватит лучше today
`);

/** A question about operators rather than for one. */
export const ABOUT = wordList(`
  сколько стоит стоимость цена тариф* зарплат* ваканси* работает работают работать график часы сотов*
  мобильн* связи телеком* beeline билайн kcell tele2 altel activ баланс* канша турады багасы уакыт* жалакы*
  cost costs price fee mobile phone network salary vacanc* job hours schedule email tour комисси* commission
  travel
`);
/** "Оператор связи" in Kazakh; the same word alone means "contact". */
export const TELECOM = /байланыс оператор(?:ы|ын|ына|лар)/;
/** About somebody of the bank, which a person need not be called for. */
export const COMPLAINT = /(?:жалоб[а-я]* на|пожаловаться на|complain[a-z]* (?:about|against)|(?:ге|га|ке|ка) шагым) ?/;
/** Money on its way to a person: not a call for one. */
export const MONEY_TO = wordList(`
  деньги денег сумм* тенге тг перевод* перевести отправ* послать скинуть вернуть акша* аудар* жибер* money
  send cash tenge доверенн* карт* счет* account card
`);

/** Asking to be put through, to nobody in particular. */
export const PUT_THROUGH = wordList(`
  соедин* переключ* позов* свяж* поговор* пообща* connect talk speak сойлес* косыныз* байланыстыр*
`);
export const ANYBODY = wordList('кого кем кто то либо нибудь somebody someone anybody anyone биреу биреумен');
/** Names of the bank's desk in several words, read as one. */
export const SUPPORT = /customer (?:service|support|care)|service desk|help ?desk/g;
