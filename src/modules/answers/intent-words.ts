import { wordList } from './word-list.js';

/**
 * Word lists of `intent.ts`. They are compared with lower-case words whose ё and Kazakh letters are folded to
 * plain Cyrillic, so they are written that way. A `*_CORE` list has the words that make a message that small
 * talk, the list without it everything such a message may consist of.
 */

/** People of the bank one may ask for, by stem; typing slips in the longer ones are forgiven. */
export const STAFF_STEMS = [
  'оператор', 'специалист', 'менеджер', 'консультант', 'сотрудник', 'operator', 'manager', 'agent', 'consultant',
  'representative', 'specialist',
];
/** Words too short, or too close to others, to forgive slips in. */
export const STAFF_EXACT = wordList(`
  маман* кызметкер* саппорт* поддержка поддержки поддержку поддержкой поддержке девушка девушки девушку живым
  живого живой rep support staff advisor*
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
  есть тут здесь кто нибудь банка банктин bank из не ботом бот bot robot not хватит лучше today
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
/** Money on its way to a person: not a call for one. */
export const MONEY_TO = wordList(`
  деньги денег сумм* тенге тг перевод* перевести отправ* послать скинуть вернуть акша* аудар* жибер* money
  send cash tenge доверенн* карт* счет* account card
`);

export const GREETING = wordList(`
  привет* здравствуй* здрасте здрасьте здрасти здорово салам* салем* ассалаум* ассаламу ассалам алейкум
  добрый доброе доброго день дня вечер утро времени суток кайырлы кун кеш тан тун hello hi hey hiya good
  morning afternoon evening greetings бэ ба бе бот bot there всем ку хай хелло уважаемые арманыз
`);
export const GREETING_CORE = wordList(`
  привет* здравствуй* здрасте здрасьте здрасти здорово салам* салем* ассалаум* ассаламу ассалам добрый
  доброе доброго кайырлы hello hi hey hiya good greetings ку хай хелло арманыз
`);
export const THANKS_CORE = wordList(`
  спасибо спасиб спс сенкс благодар* рахмет ракмет алгыс thanks thank thx ty cheers
`);
export const THANKS = wordList(`
  спасибо спасиб спс сенкс благодар* рахмет ракмет алгыс thanks thank thx ty cheers большое огромное вам
  тебе вас за помощь ответ информацию очень помог* кош коп улкен сизге саган айтамын комек* you so very much
  a lot many for the help your great ок окей ok okay все понятно понял* ясно хорошо отлично супер got it
  alright жаксы тусиникти тусиндим perfect good и до свидания пока хорошего дня всего доброго that was is
  helpful пребольшое заранее
`);
export const FAREWELL_CORE = wordList(`
  пока свидания свиданья встречи сау bye goodbye прощайте кездескенше хош досвидания
`);
export const FAREWELL = wordList(`
  пока до свидания свиданья встречи скорой сау бол болыныз болындар bye goodbye прощайте кездескенше хош
  досвидания всего доброго хорошего дня вечера see you have a nice day good хорошо
`);
export const ACKNOWLEDGEMENT = wordList(`
  ок окей оки ok okay k хорошо ладно понятно понял* ясно ага угу да все отлично супер класс жаксы тусиникти
  тусиндим жарайды иа болды got it i see fine great alright understood cool right sure yes 👍
`);

/** Whole messages to the bot itself. */
const CHATS = [
  'как (?:у (?:вас|тебя) )?(?:дела|жизнь|настроение)',
  'как (?:ты|вы|поживаешь|поживаете)',
  'что делаешь',
  '(?:ты|вы) (?:кто|бот|робот|человек|живой|живой человек|настоящий человек)',
  'кто (?:ты|вы)(?: такой| такая)?',
  'как тебя зовут',
  'калай(?:сыз|сын)',
  '(?:халиныз|жагдайыныз|калыныз|хал жагдай(?:ыныз)?) калай',
  'сен кимсин|сиз кимсиз',
  'how are you(?: doing)?(?: today)?',
  'how is it going|hows it going|whats up|who are you',
  'are you (?:a )?(?:bot|robot|human|real|real person|person)',
  'what is your name|whats your name',
  '(?:расскажи|тебе|скажи) (?:анекдот|шутку)|tell me a joke',
];
const HAIL = '(?:привет|салем|салам|hi|hello|hey|здравствуйте) ';
export const CHAT = new RegExp(`^(?:${HAIL})?(?:${CHATS.join('|')})$`);
