import { foldLetters, type Language } from './letters.js';
import { stemKazakh } from './stem-kazakh.js';

/**
 * Words that say nothing about what a question is about: function words, question words, politeness and the
 * verbs every request starts with ("tell me", "I want", "можно ли"). Compared with folded letters.
 */

const RU = `
а без бы был была были было быть в вам вами вас ваш ваша ваше ваши вашего вашей вашем вашему вашим ваших
вашу во вот все всё всего всем всех вы где да даже для до добрый вечер утро доброе его ее её если есть
еще ещё ж же за здравствуйте здравствуй и из или им ими их к как какая какие каким каких какова каков каковы
какое каком какой какому какую когда ко кого кем ком кому который которая которое которые которого которой
которую которым кто куда ли либо меня между мне мной много мог могу может можете можно мои мой моя моё мое
моей моего моем моему моим моих мою мы на надо нам нами нас наш наша наше наши не него нее неё ней нем нём
нет ни ним них но ну нужен нужна нужно нужны о об обо он она они оно от очень по под подскажите подскажи
пожалуйста почему при привет про с сам сама сами свой своя свое своё свои своей своего своем своему своих
свою себе себя сейчас скажите скажи сколько снова со спасибо так такая такие такое такой там тем теперь то
тоже того той только том тому тот ту ты у уже узнать хотел хотела хочу хотим хочется чего чем чему через что
чтобы эта эти это этого этой этом этому этот эту я интересует интересно объясните расскажите можем должен
должна должны ведь вообще именно зачем какого помогите помочь поможете подсказать сказать получается значит
ждать жду хотелось мочь лишь хоть пусть будет будут буду будете делать сделать делаете сделаете взять брать беру скок
скока скольки вчера сегодня завтра давно чтоб якобы поступить случае случится бывает наверное кстати дадите
даете даёте дать дают еду едем поеду скажем начали начал больше меньше более менее долго дольше какими идет идёт идут
часто приходит придет придёт пусть хватит хватает`;

const KK = `
ал әлде ана сіздерден сізден бар барлық бір біз бізге біздің бізді бола болады болама болса болып болған болу бойынша бұл
бүгін де да деген деп е еді егер екен екі ең емес енді еш және жоқ жөнінде зат ие ма ме ба бе па пе мен
менің маған мені менде неге не нені немен неше несі неліктен оған олар ол оның оны онда осы өз өзім өзі өте
рахмет сәлем сәлеметсіз сәлеметсізбе сіз сізге сіздің сіздерде сізде сол сонда солай тағы тек туралы үшін
қай қайда қайдан қайсы қалай қалайша қанша қашан қандай кім кімге керек керекпе керекті ғой ғана шейін дейін
кейін бере аласыз аламын алам алады аласың болар айтыңызшы айтыңыз айтшы істейміз істеу керекпін
көмектесіңіз көмектесіңізші өтінемін кешіріңіз қайырлы кеш таң бізде сияқты сондай мұнда мына мұның кез
келген арқылы немесе әр бірақ жатыр жатқан тұр мүмкін қалады қалаймын келеді білгім келмейді керегі неден
қажет қажетпе жасау істеймін істейін істесем істеймінші қылу қайтем қайтемін етем қойдым қойып жатырсыз
жатырмын ала аласыздар аламыз`;

const EN = `
a about all also am an and any are as at be been being but by can could did do does doing for from get had
has have having hello help her here hers hey hi him his how i if in into is it its just know like many may
me might mine much must my need of on or our ours out please possible shall she should so some such tell
than thank thanks that the their them then there these they this those to too up us very want was we were
what when where which who whom whose why will with would you your yours let else happens happen explain good
morning evening dear sir madam ok okay im id ive pls plz thx whenever ever really actually cant dont
doesnt whats isnt wont one take takes taking took taken long soon anything something go goes going went
per say says saying said over after still yet already again time times since until upto often ends happened havent thru via someone somebody anyone`;

/** Kazakh verbs that mostly help another verb, in all their forms: compared by stem. */
const KK_HELPERS = set('ал бер бол кел жат кой кал тур отыр ет кыл айт кор де');

const STOP: Readonly<Record<Language, ReadonlySet<string>>> = { ru: set(RU), kk: set(KK), en: set(EN) };

function set(words: string): Set<string> {
  return new Set(words.trim().split(/\s+/).map(foldLetters));
}

/** Whether a token (as `tokenize` gives it) is a stop word of a language. */
export function isStopWord(word: string, language: Language): boolean {
  if (STOP[language].has(foldLetters(word))) return true;
  return language === 'kk' && KK_HELPERS.has(stemKazakh(word));
}
