import { foldLetters } from './letters.js';

/**
 * Words that tell a language by themselves. Kazakh ones are compared with folded letters, so that `канша`
 * counts like `қанша`; words that Russian and Kazakh share are left out here and stand in `SHARED`.
 */

const RU = `
а без был была было быть в вам вас ваш во вы где да для до его ее если есть еще за здравствуйте и из или их
к как какая какие каким каких какое какой какую каков какова когда кто ли меня мне можно мой моя мои мою
могу может мы на надо нам нас наш не него нет ни но нужен нужна нужно нужны о об он она они от очень по под
подскажите пожалуйста почему при привет с со себе сейчас скажите сколько спасибо так там то только ты у уже
хочу хотел чего чем через что чтобы эта эти это этот я добрый день вечер доброе утро деньги счет счёт
открыть закрыть узнать получить перевести снять вклад вклады перевод оператор человек отделение потерял
потеряла украли списали пришла пришел сделать платить стоит работает работаете ставка комиссия обслуживание
курс справка кредитка расскажите помогите объясните хорошо ладно ясно понятно поменять сменить язык`;

const KK = `
ақша айтыңызшы айтыңыз алам аламын алу аласыз ашу ашамын аударым аударымдар аудару ба бар барма бе беріңіз
біз бірақ біздің болады бола болама болса бойынша бұл дейін егер екен емес енді жаңа жап жабу жағдай және
жоқ жұмыс істейді істейсіз істеймін калай кайда карыз қайда қайдан қалай қанша қандай қашан қай керек
керекпе кешір кешіріңіз көмек көмектесіңіз кім көрсет күні кейін қайырлы мені менің маған менде мен мүмкін
неге неліктен неше ше несие не өтінемін оның осы ол пайыз пайызы рахмет рақмет салем сәлем сәлеметсіз сіз сізде
сіздер сіздерде сізге сондай сол тағы тек теңге туралы төлеу төлем үшін ушин шот ғой ма екенін бере айту
адам бөлімше бөлімшесі мекенжай жоғалттым ұрлады жоғалтып алдым түсіндір істесем қосу қызмет көрсету сақтау
салым салымдар ақысы алып тастау шешу тіл тілін ауыстыру жақсы иә білгім келеді`;

const EN = `
a about all am an and any are as at be but by can cannot could did do does english for from get got had has
have hello help here hi how i if in is it its just know lost many may me money much my need no not of on
open or our out please rate rates should so some speak stolen tell thank thanks than that the their them
then there these they this to too up want was we were what when where which who whom why will with without
would yes you your account branch branches fee fees loan opening hours transfer withdraw deposit human
operator agent talk block close cost charge i'm don't can't what's it's change language`;

const RU_LATIN = `
a chto chtoby dlya dengi deneg est eto eta gde i ili iz k kak kakaya kakie kakoy kakoi kakuyu karta kartu
karty kartoy kogda kredit kto kurs li menya mne mogu moy moya moyu mozhno mojno mozhet na nado net nuzhen
nuzhna nuzhno nujno otkryt otkrit zakryt zakrit oformit perevesti perevod pochemu pozhaluysta pozhaluista
pojaluista privet po pod pri rabotaet rabotaete raboty s schet schyot skazhite skolko skolki snyat snjat
spasibo stoit tak u ukrali uznat v vas vklad vklady vam vy ya hochu khochu zdravstvuyte zdravstvuite
poteryal poteryala zablokirovat stavka komissiya komissia otdelenie procent protsent banka bankomat
bankomaty obsluzhivanie podskazhite`;

const KK_LATIN = `
aqsha aksha ashu ba bar barma be bolady bolama bola boladi emes jane joq jok jumys jumis kerek kerekpe kalai
kalay kaida kayda kandai kanday kansha kashan qalai qalay qaida qayda qandai qanday qansha qashan qai qarz
qaryz qazaqsha qazaq kazaksha mening menin magan mende men nege nesie neshe otinemin paiyz payyz rahmet
raqmet salem salemetsiz siz sizde tenge turaly teñge ushin uşin üşin zhane zhok zhogalttym jogalttym
joğalttym zhumys bere alam alamyn alamin aludy alu audaru audarym kartany karta kartam kartamdy shot shotty`;

/** Said alike in both Cyrillic languages, or in all three: they tell nothing. */
const SHARED_CYRILLIC = `
карта карталар депозит депозиттер кредит банк банкомат тариф лимит офис терминал валюта доллар евро рубль
тенге ипотека процент кэшбэк кешбэк бонус онлайн интернет телефон пин код смс паспорт филиал касса чек шот
адрес виза мастеркард голд платинум классик комиссия ок`;

const SHARED_LATIN = `
visa mastercard gold platinum classic premium card cards bank online cashback sms pin code cvv iban swift
usd eur kzt rub apple pay google samsung qr atm id`;

/** The word lists, in folded letters. */
export const TELLING = {
  ru: set(RU),
  kk: set(KK),
  en: set(EN),
  ruLatin: set(RU_LATIN),
  kkLatin: set(KK_LATIN),
  shared: set(`${SHARED_CYRILLIC} ${SHARED_LATIN}`),
} as const;

function set(words: string): ReadonlySet<string> {
  return new Set(words.trim().split(/\s+/).map(foldLetters));
}
