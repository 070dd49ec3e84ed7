import { wordList } from './word-list.js';

/**
 * Word lists of small talk, written like those of `intent-words.ts`. A `*_CORE` list has the words that make
 * a message that small talk, the list without it everything such a message may consist of.
 */

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
