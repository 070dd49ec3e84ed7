import { describe, expect, test } from '@jest/globals';
import { detectIntent } from '../../src/modules/answers/intent.js';

/** `human`, `personal`, `question`, or the kind of small talk. */
function intentOf(text: string): string {
  const intent = detectIntent(text);
  return intent.kind === 'smalltalk' ? intent.talk : intent.kind;
}

const HUMAN = [
  'оператор', 'Оператор!', 'позовите оператора', 'Позовите, пожалуйста, оператора', 'соедините с оператором',
  'Соедините меня с живым человеком', 'хочу поговорить с человеком',
  'Хочу поговорить с живым человеком, не с ботом',
  'нужен оператор', 'мне нужен живой оператор', 'переключите на оператора', 'переведите на специалиста',
  'дайте оператора', 'можно оператора?', 'оператр', 'апператор', 'позовите опиратора', 'менеджера позовите',
  'мне нужен консультант', 'живой человек', 'человека дайте', 'как поговорить с оператором?',
  'как связаться с оператором', 'здравствуйте, позовите оператора', 'свяжите меня с сотрудником банка',
  'хочу пообщаться с менеджером', 'не хочу с ботом, дайте человека', 'ОПЕРАТОРА!!!', 'пригласите специалиста',
  'маған оператор керек', 'оператор керек', 'адаммен сөйлескім келеді', 'операторды қосыңыз',
  'тірі адам керек',
  'оператормен сөйлесейін', 'маман керек', 'операторға қосыңызшы', 'адам шақырыңыз', 'оператор шақырыңызшы',
  'қызметкермен байланысайын', 'Маған адам керек', 'операторды шакырыныз',
  'банк қызметкерімен сөйлескім келеді',
  'human please', 'I want to talk to a human', 'operator', 'connect me to an operator',
  'talk to a real person',
  'can I speak to an agent?', 'real person please', 'I need a human', 'let me speak with a manager',
  'operater please', 'get me a representative', 'agent', 'transfer me to a live agent',
  'can i talk to someone',
  'speak to a person', 'human', 'соедините с живым', 'есть кто живой?', 'свяжите с техподдержкой',
  'операто́р',
  'дайте поговорить с кем-нибудь из банка', 'хочу, чтобы мне ответил человек', 'кеңесшімен сөйлесейін',
  'операторға жалғаңызшы', 'тірі оператор бар ма', 'speak to customer service', 'put me through to a human',
  'i need support operator now', 'put me through to an operator',
];

const QUESTION = [
  'сколько стоит вызов оператора', 'оператор связи', 'Можно ли пополнить счёт оператора связи?',
  'какой график работы операторов?', 'комиссия за перевод другому человеку', 'хочу перевести деньги человеку',
  'Мне нужен кредит 500000, какой процент?', 'Какая карта мне подойдёт?', 'Маған карта керек, қанша тұрады?',
  'Маған 500 000 теңге несие керек, пайызы қанша?', 'I need a loan, what is the rate for me?',
  'как оплатить мобильного оператора через приложение', 'сколько стоит карта Gold?', 'а для золотой?',
  'как узнать баланс карты?', 'как сменить пин-код?', 'как заблокировать карту',
  'Я потерял карту, что делать?',
  'есть ли у вас вакансии оператора', 'Здравствуйте! Сколько стоит карта Gold?', 'где ближайшее отделение?',
  'как перевести деньги на мой счёт в другом банке?', 'можно ли закрыть мой вклад досрочно?',
  'какие документы нужны для моего кредита', 'человеку 16 лет можно открыть карту?',
  'менеджер по продажам вакансия',
  'спасибо, а какая ставка по вкладу?', 'привет, какие часы работы?', 'что такое пин-код',
  'какая комиссия за перевод с моей карты на карту другого банка?', 'как проверить статус заявки?',
  'операторды шақыру қанша тұрады', 'байланыс операторы', 'карта қанша тұрады?', 'алтын картаға ше?',
  'пин-кодты қалай ауыстырамын?', 'басқа адамға ақша аударсам комиссия қанша?',
  'картамды жоғалттым, не істеймін?',
  'балансты қалай тексеремін?', 'депозит пайызы қандай', 'рахмет, ал несие мөлшерлемесі қандай?',
  'how much does an operator call cost', 'mobile operator payment', 'how do I change my PIN?',
  'what is the fee for sending money to another person?', 'how can I check my balance?',
  'and for gold cards?',
  'hello, what are your opening hours?', 'I lost my card', 'can I open an account for another person?',
  'what documents do I need for my loan', 'thanks, and what about deposits?',
  'travel agent commission on card',
  'где снять деньги без комиссии?', 'Когда начисляется кешбэк?', 'почему перевод идёт три дня?',
  'I sent an IBAN payment at 5pm, when will it go?', "why can't I transfer more than 200 000", '🙂', '12345',
];

const PERSONAL = [
  'какой у меня баланс?', 'Какой баланс на моей карте', 'где мой перевод?', 'где мои деньги',
  'мой пин-код какой?',
  'скажите мой пин-код', 'покажи мои операции', 'сколько денег у меня на карте',
  'почему мне отказали в кредите',
  'когда придёт мой перевод?', 'мой перевод не дошёл', 'заблокируйте мою карту',
  'какая у меня задолженность по кредиту',
  'проверьте статус моей заявки', 'сколько у меня осталось на счету', 'почему с меня списали деньги?',
  'менің балансым қанша?', 'менің аударымым қайда?', 'шотымда қанша ақша бар?', 'менің пин-кодымды айтыңыз',
  'аударымым неге келмеді', 'картамда қанша ақша бар',
  'what is my balance?', "what's my balance", 'where is my transfer?', 'tell me my PIN', 'where is my money',
  'how much money do I have', 'how much did I spend last month', 'сколько я потратил в прошлом месяце',
  'why was my card declined?', 'show my transactions', 'block my card',
];

const SMALL_TALK: Record<string, string[]> = {
  greeting: [
    'привет', 'Здравствуйте!', 'добрый день', 'Доброе утро', 'салам', 'сәлем', 'Сәлеметсіз бе', 'қайырлы күн',
    'Ассалаумағалейкум', 'hello', 'Hi there', 'good morning', 'hey',
  ],
  thanks: [
    'спасибо', 'Спасибо большое!', 'спс', 'благодарю', 'рахмет', 'көп рахмет', 'thanks a lot',
    'thank you so much',
  ],
  farewell: ['пока', 'до свидания', 'сау болыңыз', 'bye', 'goodbye'],
  acknowledgement: ['ок', 'понятно', 'хорошо', 'жақсы', 'түсінікті', 'okay', 'got it'],
  chat: [
    'как дела?', 'кто ты?', 'ты бот?', 'қалайсыз?', 'how are you?', 'are you a robot?', 'привет, как дела?',
  ],
};

describe('the intent of a message', () => {
  test.each(HUMAN)('"%s" asks for a human', (text) => {
    expect(intentOf(text)).toBe('human');
  });
  test.each(QUESTION)('"%s" is a question for the documents', (text) => {
    expect(intentOf(text)).toBe('question');
  });
  test.each(PERSONAL)('"%s" asks about the own account', (text) => {
    expect(intentOf(text)).toBe('personal');
  });
  for (const [talk, texts] of Object.entries(SMALL_TALK)) {
    test.each(texts)(`"%s" is small talk of the kind ${talk}`, (text) => {
      expect(intentOf(text)).toBe(talk);
    });
  }
});
