/**
 * What danger is told by, for texts in lower case with folded letters and single blanks between the words; Russian,
 * Kazakh and English together, since people mix them. A pattern begins at a word's beginning and may end within one.
 */

/** What opens an account to whoever holds it. */
export const THING = words(
  'сим ?карт|sim ?карт|сим ?картам|sim(?: card)?(?= |$)|лопатник|рюкзак|барсетк|визитниц',
  'карт(?!инк|ошк|он)|кошел|бумажник|сумк|сумочк|телефон|смартфон|айфон',
  'амиян|сомке|уялы телефон',
  '(?:debit |credit |bank )?cards?(?= |$)|wallet|purse|(?:hand)?bag(?= |$)|(?:i)?phone(?! number)|smartphone',
  'карто?чк',
);

/** Finite forms only: a "lost card" may be anybody's. */
export const LOST = words(
  'жогалткан (?:сияк|екен|болар|боларм)|картам жок',
  '(?:has|have|just) (?:disappeared|vanished)|somewhere and cant find',
  'выронил|обронил|выпал[аи]?(?= |$)|(?:забыл|оставил)\\p{L}* (?:\\p{L}+ ){0,2}карт\\p{L}* (?:\\p{L}+ )?(?:в|на) (?:такси|банкомат|магазин|кафе|автобус|кинотеатр|касс|ресторан|бар|терминал|заправк)',
  'карт\\p{L}* (?:\\p{L}+ )?(?:куда то )?(?:дел(?:ась|ись)|подевал)|не (?:найду|нахожу) (?:\\p{L}+ )?карт|карт\\p{L}* нигде нет|нигде нет (?:\\p{L}+ )?карт|нету? карт\\p{L}*',
  'табылмай|тап(?:пай|падым)|жок бо(?:п|лып) (?:кал|кет)|тусип калып|калдырып (?:кет|кал)\\p{L}*|(?:такси|банкомат|дукен|базар|автобус|кафе|мейрамхана)\\p{L}* (?:\\p{L}+ ){0,2}умытып|умыт\\p{L}* (?:\\p{L}+ )?(?:такси|банкомат)',
  'went missing|left (?:my|the) (?:\\p{L}+ ){0,2}(?:card|wallet|purse|phone|bag) (?:in|at|on) (?:the|a|my)|no idea where my|(?:fell|fallen) out|dropped|nowhere to be found',
  '(?:по|у)терял|утерян[аоы]?(?= |$)|посеял|проебал|(?:карт|кошел|сумк|телефон)\\p{L}* (?:\\p{L}+ )?(?:пропал|исчез)',
  '(?:пропал|исчез)\\p{L}* (?:\\p{L}+ )?(?:карт|кошел|сумк|телефон)|а ее (?:уже|там)? ?нет|не могу найти (?:свою |мою |нигде )?карт',
  'карт\\p{L}* (?:\\p{L}+ ){0,4}(?:найти не могу|не могу найти|не нахожу)',
  'жогалт(?:тым|тык|ты|ып)|жогалды(?= |$)|жогалып (?:кет|кал)|таба алмай|тусирип ал|тусип кал',
  'умытып (?:кал|кет)\\p{L}* (?:\\p{L}+ )?биреу ал',
  'lost(?= (?:my|the|his|her|our|both|all|a |it))|(?:been|is|was|are|got|just|ve|i) (?:lost|misplaced)|^(?:hi |hello )?lost (?:my )?(?:bank )?cards?(?= |$)',
  'misplaced|(?:cards?|wallet|purse|phone) (?:is |has |have )?(?:gone|missing|lost)|(?:can ?not|cant|couldnt) find my',
  'dropped (?:my|it)|(?:it was|was|is|are|both cards|cards) gone',
);
export const STOLEN = words(
  'увели(?= |$)|уперли|унесли|подрезали|обчистили|сняли с плеча|стянул',
  'алып кашты|алып кашып|шарп|урлаты(?:п|лды)|урлан(?:ды|ып)|жымкыр',
  '(?:was|were|been|got|someone|somebody|thief|they|he|she) (?:taken|took|grabbed)|grabbed|ran off with|took off with|lifted my|got nicked',
  'украл|украден[аоы]?(?= |$)|спер(?:ли|л)?(?= |$)|спи?здил|стащил|вытащил|вырвал|стырил|умыкнул|отжал|отобрал|обокрал|ограбил|свистнул',
  'урла(?:ды|п|тып|тты|ган жатыр)|тартып (?:ал|кет)|суырып|тонап|алып (?:кетти|кетипти|кеткен)|карактап',
  'stole(?:n)?(?= |$)|snatched|nicked|pickpocket|robbed|mugged|burgled|swiped my',
);

/** Speaking of what might be. */
export const SUPPOSING = words(
  'если(?! (?:не|вы не|сейчас))|в случае|на случай|при (?:утере|краже|потере|утрате)|вдруг',
  'егер|жагдайда|кезде|\\p{L}+(?:тса|лса|ласа)[мнк]?(?= |$)|алса[мнк]?(?= |$)',
  'if (?:i|my|the|a|an|it|someone|somebody|they|one|you|we|ive)(?= |$)|in case|what happens|suppose|whenever|were (?:i|my)(?= |$)',
);
/** What is lost along with nothing that opens an account. */
export const OTHER_LOSS = words(
  'найд[ае]н|нашл[аи]?(?= |$)|(?<!кто то |кто нибудь )нашел(?= |$)|нашлась|банкомат\\p{L}* (?:\\p{L}+ )?(?:съел|проглот|забрал|украл)|при доставке',
  'табылды|таптым|тауып алды|банкомат жут',
  'found|reactivat|lost in (?:delivery|transit|the (?:mail|post))|waiting|deliver|arriv|received my card|atm (?:stole|took|ate|kept|swallow)|stuck in|seller|mix up|parents',
  'забыл\\p{L}* (?:\\p{L}+ )?дома',
  'косымшадан|деректеме|уйде умыт|такси\\p{L}* акша',
  '(?:по|у)терял\\p{L}* (?:\\p{L}+ )?(?:доступ|договор|пароль|чек|квитанц|пин|код|справк|время|интерес)',
  'келисимшарт|(?:чек|справка|шарт)\\p{L}* жогал',
  '(?:a|for|of) (?:lost|stolen)|lost (?:\\p{L}+ )?(?:access|contract|receipt|password|pin|interest|luggage|time)|(?:details|number|statement)s? (?:in|on|of)',
);

/** What a bank never asks for. */
export const SECRET = words(
  '(?:им|ему|ей) вс[ее](?= |$)|все данные',
  'барин айт',
  'everything|all my (?:details|data|info)',
  'номер\\p{L}* карт',
  'карта\\p{L}* номир|номирин',
  'card number|(?:my|the) (?:one time )?(?:code|number) ',
  'код(?!екс)|парол|cvv|cvc|свв|пин(?= |код|$)|цифр|смс|sms|логин|данны\\p{L}* карт|реквизит\\p{L}* карт|эцп',
  'купиясоз|купия соз|(?:уш|артындагы) (?:санд|санын|сан)|дерек|кодты|кодын',
  'codes?(?= |$)|passwords?(?= |$)|pin(?= |$)|otp|digits|card (?:details|number|data)|my details|login',
);
/** Somebody has told it. */
export const GAVE = words(
  '(?:поделил(?:ась|ся)|ляпнул|проболтал|разболтал|переда(?:л|ла)|прислал|выслал|ответил)а?(?= |$)',
  'айтты(?= |$)|бериппин|айтыппын|жибериппин|айтып коя|оки бер|беріп|салып жибер',
  'i (?:\\p{L}+ )?(?:leaked|passed|forwarded|dictated)(?= |$)',
  '(?:сказал|назвал|дал|отдал|продиктовал|надиктовал|сообщил|отправил|скинул|переслал|выдал|раскрыл|слил|показал)а?(?= |$)',
  'айтып (?:кой|жибер|бер|сал)|айттым|бери[пб] (?:кой|жибер)|бердим|жибери[пб] (?:кой|ал)|жибердим|енгизип (?:кой|жибер)|жазып (?:кой|жибер)',
  'диктовать етип|аитып кой|айтып (?:коип|койд)',
  '(?:i|ive|we|dad|mum|mom|mother|father|wife|husband|son|daughter|he|she|just|stupidly|and|accidentally) (?:\\p{L}+ ){0,3}(?:gave|told|shared|sent|read|typed|disclosed|revealed|handed)(?= |$)|given (?:out|away|him|her|them|my)|^(?:gave|told|shared|sent)',
);
/** Somebody who is not who they say they are. */
export const STRANGER = words(
  'якобы|незнаком\\p{L}*|посторонн\\p{L}* (?:человек|мужчин|женщин)|лже\\p{L}+|фальшив|липов',
  'бейтаныс|белгисиз (?:адам|биреу)|жалган|танымайтын',
  'strangers?|fake|bogus|(?:someone|somebody|person|man|woman) i (?:dont|do not) know',
);
/** Typing it somewhere is what customers do all day, but for such places. */
export const ENTERED = words('вв[её]л|ввела|вбил|заполнил', 'енгиз|толтыр|жазып кой|жаздым', 'entered|typed|put in|filled in');
export const TRAP = words(
  'игров|каком то сайте|непроверен|телеграм|ватсап|whatsapp',
  'силтеме|уатсап|телеграм|ойын',
  'link|telegram|whatsapp|some website',
  'лев(?:ом|ый|ую)|фейк|поддельн|подозрительн|фишинг|обман|мошен|по ссылк|чуж|незнаком|ненастоящ|липов',
  'жалган|белгисиз|силтеме|алая|таныс емес|бейтаныс|фишинг',
  'fake|phish|scam|clicked|suspicious|dodgy|fraud|bogus|turned out',
);
/** Somebody who is not who they say they are, at work now or just before. */
export const CALLS = words(
  '(?:со мной|с мамой|с нами) связ|связал(?:ись|ся|ась) (?:со мной|с нами)|на проводе',
  'on the (?:phone|line)',
  'таныстыр',
  'представ(?:ил|ля)|трубк|набрал|прислал|сообщен|сообщил',
  'сокты|согып|согады|жазды|жазып|дейди|хат келди',
  'phon(?:ed|ing)|ring|message|text|whatsapp|telegram',
  'звон(?:ит|ят|или|ил|ила)(?= |$)|позвонил|названива|трезвон|перезвон(?:ил|ит)|говор(?:ит|ят)(?= |$)|пиш(?:ет|ут)(?= |$)|написал|на линии',
  'звонда|звондап|звандап|конырау ша|телефон ша|телефон сог|хабарласып|жазып (?:жатыр|тур)|деген (?:адам|биреу|киси)|деп биреу|биреу',
  '(?:called|calling|calls|phoned|ringing|rang|texted|messaged|contacted|caller|claiming|claims|pretending)(?= |$)|says (?:he|she|they)|so called',
);
export const AS_BANK = words(
  '(?:to be|from) you(?= |$)|the bank|my bank',
  'центр безопасности|поддержк|оператор|менеджер|госуслуг|egov|егов|прокур|фсб|сбк',
  'оператор|полиция|прокур',
  'bank|manager|support|officer|prosecutor',
  'банк|служб\\p{L}* безопасност|безопасник|следовател|полици|нацбанк|сотрудник|кнб|антифрод|финмониторинг',
  'кауипсиздик кызмет|тергеуши|кызметкер',
  'security (?:department|team|service)|police|your (?:staff|employee|support)|investigator',
);
/** Called by name it is the bank's business with the customer. */
export const BUSINESS = words(
  'насчет|по поводу|одобр|как (?:узнать|проверить|отличить|понять)|настоящ|может ли|могут ли|звонил[аи]? вам|документы|вакан|жалоб',
  'макулдан|калай (?:тексер|билем|билуге|ажырат)|кандай кужат|сура[йи] ма|сиздерге',
  'about my|about the|approved|how (?:can|do) (?:i|you) (?:tell|know|check|verify)|ever(?= |$)|called you|which papers|does the bank|real(?:ly)? (?:from|is)',
);
export const DEMANDS = words(
  'прос(?:ят|ит)|нужен|надо сказать|скаж(?:и|ите)|продиктуй|назов(?:и|ите)|диктуй|угрожа|выпытыва|убежда|велят|велел',
  'айт де|керек де|кодты айт|айтыныз|бер де|сурады',
  'need(?:s|ing)|insist|telling|said|wanting',
  'прос(?:ит|ят|ил|или|ила)(?= |$)|попросил|требу|спрашива|вымога|заставля|хотят|хочет|уговарива|нужно (?:перевести|назвать)|назвать|называть',
  'сура[пб]|сурай|талап ет|айт деп|айтайын|аудар де|аударыныз де|жибер де|орнат|сене|салып жибер де',
  'asking|asks|asked|wants?(?= |$)|demand|requesting|requires|telling me|told me to|made me',
);
/** Vague about who it is: enough with a call from a bank. */
export const SO_CALLED = words(
  'представ(?:ил|ля)|кто|девушка|мужчина|женщина|мужик|парень|незнаком|робот|пытаются|пытается|хотят (?:снять|списать|оформ)',
  'озин|адам|киси|келинш|жигит|апай|кыз|таныс емес',
  'some (?:lady|woman|man|guy|girl|person|bloke|dude)|person|lady|guy|says? (?:shes|hes|theyre|she|he|they)|saying|to be|stranger|fake',
  'типа|якобы|будто|лже|какой то|какая то|какие то|кто то|мутн|вроде|странн|на меня оформля|говор(?:ит|ят)',
  'деп|биреу|мин деген|сияк',
  'someone|somebody|some guy|a man|a woman|claiming|claims|pretending|says|unknown|strange|so called',
);

export const SCAM = words(
  'мошен|машен+и|аферист|жулик|скам|развод(?:ил|ник|ка)?(?= |$)|киберпреступ',
  'алаяк|алаяг|алаяктар',
  'scam|fraudster|fraud(?= |$)|crook|con ?m[ae]n|phish|thie(?:f|ves)|hacker|criminals?',
);
/** Somebody has been taken in. */
export const DECEIVED = words(
  'поверил|наивн|выманил|вымогает|вымогают|шантаж|лоханул|лоха|провели|удочку|уговорил|заставил',
  'сендир|сенип|азгыр|арбап|арбау|бопсала',
  'lured|talked into|swindled|fooled|persuaded me|blackmail|extort',
  'развели|обманул|обманом|надули|кинули|кинул меня|облапошил|наебал|нагрел[аи]? на|жертв|попал(?:ась|ся|и|а)? (?:на|к|в)|повел(?:ась|ся)|купил(?:ась|ся) на',
  'алдан(?:ып|дым|ыппын)|алдап|алданып|туз(?:ак|аг)ына|сенип (?:кал|кой)',
  '(?:been|was|got|were|am|being|just|getting) (?:\\p{L}+ )?(?:scammed|conned|defrauded|tricked|cheated|deceived|duped|phished|ripped)|(?:scammed|conned|tricked|cheated|defrauded) (?:me|my|us|out)|fell for|victim',
);
/** What is done with other people's money. */
export const TOOK = words(
  'отдал|перечислил|отправил|скинул|передал|закинул|поверил|перекинул|внес|залез|зашли|дал(?:а)?(?= |$)|назвал|сказал|попал|выудил|получил доступ|вош(?:ел|ли)',
  'бердим|бериппин|сендим|салыппын|жибериппин|жиберип|аудары',
  'paid|lost|wired|given|believed|has my|have my|got hold|trusted',
  'украл|сн(?:ял|яли|яла)(?= |$)|списал|вывел|увел|угнал|забрал|перев(?:ел|ели|ела)(?= |$)|оформил|взял|обманул|звон|выманил|обчистил|потратил|оплатил',
  'алып (?:кой|кет|ал)|урла|аудар(?:ып|ды|тып)|шеши[пл]|алды(?= |$)|кетти|соктыр|жибердим|салып|салдым|айттым|айтып|киди|расимде',
  'made (?:me|us|my|him|her)(?= |$)|got (?:me|us|him|her) to|forced|заставил|вынудил|мажбурле',
  'stole|took|taken|withdr|transferred|sent|emptied|drained|got (?:my|into)|called|gave|read|spent|charged',
);
export const MONEY = words(
  'деньг|денег|деньж|средств|сбережен|тенге|тг(?= |$)|тыс|миллион|лям|косар|\\d{3,}|все увел|накоплен|зарплат|счет',
  'акша|тенге|миллион|шот|жинаг|салым|карта',
  'money|savings|cash|funds|account|balance|dollars|tenge|payment|salary|loan|everything',
);
/** It has gone from where it was, by nobody's doing. */
export const GONE = words(
  '(?:вс[её]|все) (?:деньги|сбережения|накопления) (?:сняли|вывели|забрали|перевели|списали)|(?:сняли|вывели|забрали|списали) (?:вс[её]|все)(?: мои)? (?:деньги|сбережения|накопления|до копейки)|(?:деньги|сумм\\p{L}*|тысяч\\p{L}*) (?:\\p{L}+ ){0,2}сами',
  '(?:картамнан|шотымнан|депозитимнен|карточкамнан|картасынан|шотынан) (?:[\\p{L}\\d]+ ){0,4}(?:кети[пл]|кетти|кетип|шешилип|шеши[пл]|жогал|алын(?:ып|ды)|алып|аудары|урлан)(?!\\p{L}* комисс)',
  'деньг\\p{L}* (?:\\p{L}+ ){0,3}(?:пропал|исчез|увел|украл|испар|уш?л[аи] непонятно)|(?:пропал|исчез|увел|украл)\\p{L}* (?:\\p{L}+ ){0,3}(?:деньг|денег|средств|сбережен|зарплат)',
  'с карты (?:\\p{L}+ )?(?:все )?(?:увел|украл)|(?:счет|карт[ау]) (?:обчистил|опустошил|обнулил)|(?:с|со) (?:экрана|счета|карты) все (?:\\p{L}+)',
  'акшам\\p{L}* (?:\\p{L}+ ){0,2}(?:шеши[пл]|шешипти|алып (?:кой|кет|ал)|жогал|жок бо|кетип|кетти|урла)|(?:миллион|жинаг)\\p{L}*(?:им|ым)\\p{L}* алып|акшам\\p{L}* урла|шотым (?:бос|босап)',
  'акша\\p{L}* урла',
  '(?:money|savings|cash|funds|salary) (?:\\p{L}+ ){0,3}(?:gone|missing|disappeared|vanished|stolen)|(?:account|card|savings) (?:\\p{L}+ ){0,2}(?:emptied|drained|cleaned out|wiped)',
  '(?:stole|stolen|took all|drained|emptied|cleaned out) (?:\\p{L}+ ){0,3}(?:money|savings|cash|funds|account)',
);
/** Not the customer's own doing. */
export const NOT_ME = words(
  'im at home|at home with|my card is (?:here|with me|in my)|at home with my card|have my card (?:with me|here|in)|карта (?:\\p{L}+ )?дома|я дома',
  'спал(?:а)? (?:в это время|ночью)?|я спал|не (?:давал|подписывал|брал|разрешал|запрашивал|заказывал|просил|регистрир|входил|заходил)|карта (?:\\p{L}+ ){0,2}у меня|карта (?:\\p{L}+ )?при мне|с чужого|с моей карты (?:\\p{L}+ ){0,3}(?:купили|снимают|покупают|платят|оплачивают|заказали|расплатились)|какой то (?:мужчин|человек)|не моя|не мое|не мой(?! банк)',
  'мен ештене|ештене (?:алган|сатып|аудар|жаса)|биреу|беймалим|сурамаган|бермеген|сурам|ештене ист',
  'i was asleep|didnt (?:make|ask|authori|approve|request|order|do)|did not (?:make|ask|authori|approve|request|order|do)|haven ?t (?:made|bought|sent)|not by me|nothing to do with me|without me',
  '(?:это )?(?:был[ао]? )?не я(?= |$)|я (?:\\p{L}+ ){0,3}не (?:покупал|совершал|делал|переводил|снимал|оформлял|оплачивал|заказывал|тратил|проводил|подтверждал|знаю)',
  'ничего не (?:покупал|переводил|снимал|делал|оплачивал)|без моего|кто то|ктото|кто нибудь|неизвестн|посторонн|чужой (?:человек|мужчин|телефон)|не мо[ея] (?:операц|покупк|платеж)|(?:операц|покупк|платеж|перевод)\\p{L}* не мо[ийея]',
  'мен (?:емес|жаса|аудар|сатып)\\p{L}*|жасамаган|аударган жок|жасаган жок|алган жок|руксатсыз|билмейм|менсиз|билмей|келисимимсиз|хабарсыз',
  '(?:it )?isnt me|it is not me|wasnt me|not me|not mine|isnt mine|(?:not|never) (?:done|made) by me|did(?:nt| not) (?:complete|initiate|withdraw|perform)|i am (?:sure|certain) i didnt|i (?:didnt|did not|never|havent|dont) (?:\\p{L}+ )?(?:ma[dk]e|b[ou]+y|bought|authori|approve|do(?= |$)|d[io](?:d|ne)|order|spe[nd]|sen[dt]|transfer|recogni|withdr|set up|sign)|without my|(?:someone|somebody|anybody) (?:(?:is|has|was|have|been|keeps|else|mus?t|may|might|just|besides|me|other|than) ){0,4}(?:us(?:ed|ing)|order|cop(?:y|ied)|clon|utili|made (?:a |an |some )?(?:payment|purchase|transaction|withdrawal)|making|buying|bought|withdr|spen|took|taking|logg|paid|paying)|unauthori[sz]ed|unknown person|never (?:made|bought|sent|used)',
);
export const OPERATION = words(
  'списыва(?:ют|ет)(?= |$)|money (?:is |keeps )?(?:leaving|going|being)',
  'direct ?debits?|debits?(?= |$)|utili[sz]ing my|cash',
  'уш(?:ло|ли|ла|ел)(?= |$)',
  'сняти|снима(?:ют|ет)|купил|покупа|заказ|заказал|вход(?= |$)|входа|войти|зайти|вошли|зашли|код(?:ы)?(?= |$)|переводит|подписк|уходят деньги',
  'сатып|кир(?:ип|ди|мекши|геli)|алынып|аударып|кету|заказ',
  'log(?:ging)? in|sign(?:ed|ing)? in|login|codes? i|ordered|buying|paying|debited|money left',
  'операци|списани|списал|покупк|платеж|оплат|перевод|транзакци|сн(?:ял|яли)(?= |$)|снятие|расплачива|вывел|зашел|вошел|пользу',
  'толем|операци|аударым|шешил|шешти|шешип|сатып алу|кирип (?:ал|кет|шык)|колдан',
  'payments?|transactions?|charges?(?= |$)|charged|purchases?|withdr[ae]w|withdrawal|transfers?(?= |$)|transferred|using my|used my|logged in|bought|spent|order',
);
/** Of which nobody needs to say whose doing it is. */
export const STRANGE_OPERATION = words(
  '(?:odd|unfamiliar|unusual|random|mysterious|unrecogni[sz]ed|unexpected) (?:direct debit|debit|payment|transaction|charge|purchase|(?:cash )?withdrawal)|(?:direct debit|payment|transaction|charge|purchase|withdrawal|debit)s? (?:\\p{L}+ ){0,6}(?:looks? suspicious|isnt mine|not mine|is not mine|wasnt me|not me|not familiar|never made|unsure of)|(?:dont|do not|cant|not) (?:remember|recall) (?:\\p{L}+ )?(?:making|doing|buying|setting|authori|withdr|i (?:had )?made)',
  'card (?:was|is being|has been|got) used',
  'картой (?:\\p{L}+ )?(?:пользуются|расплатились|расплачиваются|платят|оплатили)',
  '(?:непонятн|неизвестн|подозрительн|странн|левы|левая|левое|чуж)\\p{L}* (?:операци|списани|покупк|платеж|транзакци)',
  '(?:белгисиз|тусиниксиз|бейтаныс|кудикти|ботен) (?:толем|операци|транзакци)|жасамаган (?:толем|операци|аударым)|руксатсыз (?:акша|толем|аударым)?',
  '(?:unknown|strange|unauthori[sz]ed|suspicious|fraudulent|weird) (?:payment|transaction|charge|purchase|withdrawal)|(?:dont|do not|didnt) recogni[sz]e',
);
/** Asking how such things are in general. */
export const IN_GENERAL = words(
  'как (?:вернуть ошибочн|отличить)|бывают ли|от мошенник|что делает банк|ответственност',
  '(?:жибермеу|алданбау|сакталу) ушин',
  'how many days|to dispute|do you (?:monitor|have|check|offer|send)|am i liable|penalty for|is there (?:a|an|any) (?:fee|limit|way|insurance|charge)',
  'как (?:мне )?(?:понять|отличить|распознать|проверить|убедиться)|how (?:do|can|would) i (?:know|tell|be sure)|калай (?:билем|билуге|ажырат|тани)',
  'что такое|как (?:защит|обезопас|застрах|не попа|оспорить|отключить|включить|пожаловаться|работа|узнать|избежать)|какие схемы|сколько (?:по времени|дней)|есть ли|может ли|могут ли|зачем|почему (?:банк )?(?:задерж|провер)|на проверк|популярн|страховк',
  'деген не|калай (?:корган|шагым|сактан|тексер|орнат|ауыстыр|жасайм|бугатта)|кандай айла|бар ма|канша кун|неше сагат|не ушин|карала',
  'what (?:is|are|common|does)(?! (?:happening|this))|how (?:do|can|to|does|is|long|should) (?:i |you |we |my )?(?:protect|dispute|avoid|tell|report|take|fraud|a|money|prevent|turn|install|recogni)|why (?:are|do|does)|insurance|who refunds|watch out|protection|can (?:someone|somebody|the bank|they)',
);

export const HACKED = words(
  '(?:have|has|had|getting|gained) access to my',
  '(?:stranger|someone|somebody|scammer|he|she|they)s? (?:now )?(?:has|have|got|knows?) my (?:\\p{L}+ )?(?:card|code|pin|password|details|data)',
  '(?:кто то|незнаком\\p{L}*|посторонн\\p{L}*|чуж\\p{L}*) (?:\\p{L}+ )?(?:знает|узнал[аи]?) (?:мо[йяию]|мои)|симк\\p{L}* (?:\\p{L}+ )?(?:перевыпустили|переоформили|клонировали)|(?:swapped|cloned|duplicated) my sim',
  '(?:пытаются|пытается|пытались|кто то) (?:\\p{L}+ )?(?:войти|зайти|залезть|взломать|снять|вывести)|сменили (?:мой |мне )?(?:пароль|номер)|(?:вошли|зашли|залезли) в мо',
  'биреу (?:\\p{L}+ ){0,3}кир(?:ип|ди|мек)|кирип алып|(?:парол|купиясоз)\\p{L}* ауыстырып (?:кой|таста|жибер)|бузып жатыр|кирмекши',
  '(?:someone|somebody|they|he|she|people|stranger|thief|who) (?:\\p{L}+ ){0,2}(?:trying|tried|attempting|tries) to (?:log|get|access|break|sign|take|withdraw)|(?:got|gotten|getting|broken) into my|someone (?:else )?(?:has|have|had) (?:access|logged|got)|changed my (?:password|number)|has access to my',
  'взлом(?:ал|ан)|хакнул|угнал[иа]? (?:аккаунт|кабинет|страниц|приложени)|(?:кто то|чужой|посторонн\\p{L}*) (?:\\p{L}+ ){0,3}(?:зашел|вошел|заходил)',
  'бузып кир|бузып (?:ал|кет)|хакер|биреу (?:\\p{L}+ )?кирип|кирип алыпты',
  '(?:been |got |was |is |someone |they )hacked|hacked (?:my|me|into)|compromised|taken over|broke into',
);
/** A debt made in somebody's name. */
export const IN_NAME = words(
  '(?:взяли|оформили|открыли|повесили|берут) (?:\\p{L}+ ){0,2}(?:кредит|займ|рассрочк|микрокредит)\\p{L}* (?:\\p{L}+ ){0,2}(?:на меня|на мое|от моего|на мои данные)',
  '(?:на меня|на мое имя|от моего имени|на (?:маму|отца|мужа|жену|брата|сестру|папу)) (?:\\p{L}+ ){0,3}(?:оформ|взял|повес|бер)\\p{L}*',
  '(?:атыма|атымнан|менин атым\\p{L}*) (?:\\p{L}+ ){0,2}(?:несие|кредит|карыз|займ|микро)|(?:несие|кредит)\\p{L}* атыма',
  '(?:loan|credit|account)\\p{L}* (?:\\p{L}+ ){0,3}in my name|(?:in|on|under) my name',
);
export const DEBT = words('кредит|займ|рассрочк|микро', 'несие|карыз', 'loan|credit|debt|account');

export const REMOTE = words(
  'управля\\p{L}* (?:\\p{L}+ )?(?:телефон|компьютер|экран)',
  'экран\\p{L}* корсет',
  'скрытн\\p{L}* приложени|приложени\\p{L}* (?:от|по просьбе) (?:мошен|них|него)|apk|апк|видят мой экран|управля\\p{L}* мо',
  'apk|экранымды кор|телефонымды баскар',
  'controls? my (?:phone|screen|computer)|controlling my',
  'any ?des[kc]|эни ?деск|анидеск|team ?viewer|тим ?вьювер|rust ?desk|раст ?деск|удаленн\\p{L}* (?:доступ|управлен)|демонстраци\\p{L}* экран|(?:показал|видит|видят)\\p{L}* (?:\\p{L}+ )?экран',
  'кашыктан|бо(?:г|т)\\p{L}* багдарлама|(?:белгисиз|бейтаныс) (?:багдарлама|косымша)|экранымды',
  'remote (?:access|control|desktop)|see my screen|shared my screen|screen ?shar',
);
export const INSTALLED = words(
  'поставила|подключил|управля|видят|уст\\p{L}*л по|просьбе',
  'кор(?:ип|еди)|баскар|косып',
  'controll?|controlling|downloaded|can see',
  'установил|скачал|поставил|включил|попросил|заставил|просят|прос(?:ит|ил)|видит|видят|сказал[иа]? (?:скачать|установить)|показал',
  'орнат|жукте|косты|косып|коргиз|корсет',
  'install|downloaded|made me|asked me|let (?:him|her|them)|see my|shared',
);
/** Where no bank sends anybody's money. */
export const SAFE_ACCOUNT = words(
  '(?:безопасн|резервн|защищенн|казначейск|специальн)\\p{L}* счет',
  '(?:кау?ипсиз|каупсиз|резервтик|арнайы) (?:шот|есепшот)',
  'safe account|secure account|reserve account|(?:move|transfer) my (?:money|savings)',
);

export const SELF_HARM = words(
  'омиримди ки',
  '(?:прыгнуть|спрыгнуть|броситься|сброситься|сигану\\p{L}*|прыгну|спрыгну) (?:с|со|под|из|в) (?:\\p{L}+ )?(?:балкон|мост|крыш|окн|поезд|этаж|многоэтаж)|(?:выйти|выйду|шагнуть|шагну) (?:в|из) окн|не вижу смысла|жизнь (?:\\p{L}+ )?не имеет смысла|лучше бы я (?:умер|сдох)|в петлю|руки на себя|под поезд|умереть хочется|устал[аи]? жить|лучше умереть|лучше сдохнуть',
  'омирден кет|омирим(?:нин|ди)? (?:\\p{L}+ )?(?:мани|кыска|кия|тамам)|омир сур(?:у|удин) мани|омир сургим|тири жургим|(?:жаксы|одан да) ол(?:ген|ейин|сем)|олсем (?:жаксы|гой|екен|деп)|олип кал|озимди (?:асып|атып|озим)|олгим|суга кет(?:ем|ейин)|озимди озим',
  'cant go on|jump off|(?:take|taken|swallow\\p{L}*) all my pills|overdose|cut my wrists|reason to live|rather (?:be dead|die)|not worth living|wish i (?:was|were) dead|want it all to end|dont wanna live|tired of living|ready to die',
  'не (?:хочу|хочется) (?:\\p{L}+ )?жить|жить (?:\\p{L}+ )?(?:не хочу|не хочется|незачем)(?= |$)|незачем жить|нет смысла жить|смысла жить|покончу|покончить с (?:собой|жизнью)|суицид|самоубийств|самоубий',
  'повешусь|вздернусь|наложу на себя|хочу (?:умереть|сдохнуть)|хочется (?:умереть|сдохнуть)|убью себя|порежу (?:себе )?вены|вскрою|уйти из жизни|уйду из жизни|счеты с жизнью|(?:прыгну|спрыгну|выпрыгну|брошусь) (?:с|из|под)|нажрусь таблеток|напьюсь таблеток',
  'омир сургим келме|омирден (?:кет|баз)|олгим (?:\\p{L}+ )?кел|озиме кол|озимди олтир|асыл(?:ып|амын)|суицид|(?:омир сур|жаша)\\p{L}* (?:\\p{L}+ )?(?:мани|маны|кереги) жок|жашагым келме|жаным(?:ды)? кия|озимди(?: озим)? (?:асам|кия)',
  'kill(?:ing)? myself|(?:dont|do not|not) want to (?:live|be alive|go on living)|end(?:ing)? my (?:own )?life|end it all|suicid|no (?:point|reason) (?:in |to )?liv|better off dead|want to die|wanna die|hang myself|harm(?:ing)? myself|hurt myself|take my own life',
);
export const VIOLENCE = words(
  '(?:меня|его|ее|нас|вас|тебя|семью|мужа|жену) убить',
  'шантажир|грохну|прирежу|закопаю|порешу|придушу|приду с (?:оружи|ружь|пистолет|нож|бит)|избива|бьют меня|убьют|убить (?:меня|его|ее|нас)|расправ\\p{L}* с|вымогают|поджечь|с пистолетом',
  'сойып|ур(?:ып|амыз) (?:ол|таста)|бопсала|шантаж|атып ол|атам(?:ын)? бар|коркыт|жарам(?:ын)?(?= |$)|кыргынга',
  'blackmail|extort|beat(?:ing)? me|kidnap|with a gun|my gun|hurt (?:my|you|them|us)|kill (?:my|you all|him|her)|set fire to|come armed|come with a (?:gun|knife)',
  'взорву|подорву|перестреля|расстреля|убью (?!врем|себя)|зарежу|подожгу|(?:спалю|сожгу) (?:\\p{L}+ )?(?:банк|отдел|офис)|угрожа(?:ют|ет|ли|л)|(?:заставляют|вынуждают|принуждают) (?:\\p{L}+ )?(?:перевести|снять|отдать|перевод)|меня (?:держат|похитили|удерживают)|под дулом|с ножом|заложник|заложили бомб|бомба',
  '(?<!озимди )олтире(?:мин|миз)|жар(?:ып|амын) жибере|жарып|кырып сала|атып таста|ортеп жибере|коркытып|пышак|мажбурле|зорлап|барымта|бомба',
  'shoot (?:everyone|you|up|all|them)|blow up|(?:ill|i will|gonna|im going to|going to|threaten\\p{L}* to) kill (?:you|me|them|him|her|us|everyone)|stab|burn (?:down )?your|threaten|at (?:gun|knife) ?point|holding (?:a |me )|a (?:knife|gun) (?:to|at|on)|hostage|bomb|forc(?:ing|ed) me to',
);

/** What comes in is a wonder, no danger. */
export const INCOMING = words(
  'пополн',
  'толтыр',
  'top ?up|topped|topping|refund|declined|pending|merchant',
  '(?:пришел|пришли|пришла|поступил[аио]?|получил[аи]?) (?:\\p{L}+ )?(?:перевод|платеж|деньги|сумма)|(?:перевел|отправил|прислал|скинул)[аи]? мне|мне (?:\\p{L}+ )?(?:перевел|отправил|прислал)|по ошибке|ошибочн',
  'кателесип|маган (?:\\p{L}+ ){0,2}(?:акша|аударым) (?:\\p{L}+ )?(?:салды|салып|тусти|жиберди)|кате аудар',
  '(?:got|received|get) (?:a|an|some) (?:\\p{L}+ )?(?:transfer|payment|money)|(?:sent|paid|transferred) me|by mistake|accidentally|wrong (?:phone |card |account )?(?:number|person|account)',
);
/** Told to the customer, not by them. */
export const TO_ME = words(
  '(?:мне|маме|нам) (?:\\p{L}+ )?(?:сказал|назвал|дал|отправил|скинул|прислал|выслал|переслал|передал|выдал)|(?:сказал|назвал|дал|отправил|скинул|прислал|выслал|переслал|передал|выдал|сообщил)[аио]? мне|(?:сказали|дали|прислали|выдали)(?= |$)',
  'маган (?:\\p{L}+ ){0,2}(?:айт|жибер|бер)',
  '(?:gave|told|sent|given|showed) me(?! to)|to me(?= |$)',
);
/** A code for whoever brings the card moves no money. */
export const DELIVERY = words('код доставки|курьер', 'курьер|жеткизу', 'courier|delivery');
export const CALLED_FROM_BANK = words(
  '(?:звон(?:ит|ят)|позвонил[аи]?|звонили) (?:\\p{L}+ ){0,2}(?:якобы|типа|будто|вроде) (?:\\p{L}+ ){0,2}банк',
  '(?:мне|маме|отцу|мужу|жене|папе|бабушк\\p{L}*|нам|только что|сейчас|опять) (?:\\p{L}+ ){0,2}(?:звон(?:ит|ят|или|ил)|позвонил)\\p{L}* (?:\\p{L}+ ){0,2}(?:из|с|от) (?:\\p{L}+ ){0,2}банк',
  '(?:маган|бизге|анама) (?:\\p{L}+ ){0,3}банк\\p{L}* (?:\\p{L}+ ){0,2}(?:звон|конырау|телефон)',
  '(?:someone|somebody|a man|a woman|they|people)\\p{L}* (?:\\p{L}+ ){0,2}(?:called|calling|phoned|rang) (?:\\p{L}+ ){0,2}from (?:\\p{L}+ )?bank',
);
export const TRANSFER = words('перев[ео]|требу|прос', 'аудар', 'move|transfer|send|sent|wants');
/** Nobody needs to say more. */
export const DECEIVED_ME = words(
  '(?:меня|маму|папу|мужа|жену|бабушку|дедушку|нас|сына|дочь) (?:\\p{L}+ ){0,3}(?:обманули|развели|кинули|надули|облапошили)(?! (?:с|в отделен|ваш|на процент|по процент))|(?:total|its a|it was a|was a) scam',
  '(?:мен|анам|акем|апам|атам|бизди) (?:\\p{L}+ )?алдан(?:ып|ды)|алдап (?:кет|сок|туси)|алаяк екен',
  '(?:it was|its|was|is) (?:all )?(?:a )?(?:total )?(?:scam|fraud)(?= |$)|total scam|got phished|been phished|i got (?:\\p{L}+ )?(?:phished|scammed)',
  'меня (?:обманули|развели|кинули|надули) (?:мошен|афер|на|в (?:интернет|телеграм|инста|олх))|(?:обманули|развели|кинули|надули) на (?:деньг|бабк|\\d)',
  'алаяк\\p{L}* (?:\\p{L}+ )?(?:алдан|тус|сен)|алданып кал',
  '(?:have|ive|i) been (?:scammed|conned|defrauded|phished)|i (?:was|got) (?:scammed|conned|defrauded|phished)',
);
export const ROBBED = words('меня (?:ограбили|обокрали)', 'мени тонап', '(?:was|been|got) (?:robbed|mugged|pickpocketed)|^pickpocketed');

function words(...alternatives: readonly string[]): RegExp {
  return new RegExp(`(?<![\\p{L}\\d])(?:${alternatives.join('|')})`, 'u');
}
