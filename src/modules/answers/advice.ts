/** Advice on what to do with one's money, and what will become of it. Over lower-case folded words. */
import { anyOf, anyWord } from './pattern.js';

/** What rises and falls in price. */
const ASSET = anyWord(
  'доллар|евро|рубл|валют|юан|золот(?:о|е|а|ом)(?= |$)|акци|облигац|недвижимост|квартир|жиль|тенге|ипотек|инфляци',
  'доллар|е[ув]ро|рубл|валюта|юань|алтын(?= (?!карт))|акция|пате?р|уй(?= |$)|тенге|инфляция|инвестиция',
  'dollars?|euros?|rubles?|roubles?|yuan|currency|gold(?! card)|stocks?|shares?|bonds?|real estate|property|apartment|tenge|mortgage|inflation|savings',
);
const WHETHER = anyWord(
  '(?:стоит|имеет смысл|есть (?:ли )?смысл|пора|выгодно|разумно|надо|нужно) (?:ли )?(?:\\p{L}+ ){0,2}(?:покуп|прода|брать|взять|купить|вклад|влож|скид|менят|поменя|избав|копить|держать|хран|инвест|закуп)',
  '(?:покупать|продавать|брать|менять|держать|закупать|скидывать) ли|или (?:лучше )?(?:подождать|ждать|копить|погодить)|сейчас выгодно|выгодно (?:ли )?сейчас|когда (?:лучше|выгоднее) (?:\\p{L}+ )?(?:менять|покупать|купить|продать|брать)|посовет|что (?:сейчас )?(?:выгоднее|надежнее|лучше) (?:доллар|евро|золот|недвиж|квартир|тенге)|в какой валюте (?:\\p{L}+ )?(?:хран|держ|коп)|обгон',
  'алсам ба|сатсам ба|(?:алган|сатып алган|сатып алу|сактаган|салган|сатган|сату) (?:\\p{L}+ )?(?:дурыс|жон|тиимди|жаксы)|(?:алу|сату|сатып алу|айырбастау)\\p{L}* (?:керек|кажет) (?:п[ае]|б[ае])|куткен (?:жон|дурыс)|кымбаттай|арзандай|тус(?:е|ип кете) ме|кай валюта|акыл айт|кенес бер|алуга тура келе|алтын алсам',
  'should (?:i|we)|is it (?:a )?(?:good|right|worth|better|wise|smart)|good (?:time|buy|idea)|worth (?:buying|taking|selling|keeping)|which currency should|tips|advice on|better than (?:a )?(?:deposit|savings)|or (?:should i )?wait|get (?:weaker|stronger|cheaper)|weaken|strengthen|to make the most|crash',
);
const MAKE_MONEY = anyOf('на чем (?:\\p{L}+ )?заработать|калай байы|how to get rich|make money fast');

/** Whether it is asked what to do with money in a market, which a bank's documents must not be taken to advise. */
export function asksForMarketAdvice(text: string): boolean {
  return MAKE_MONEY.test(text) || (ASSET.test(text) && WHETHER.test(text));
}
