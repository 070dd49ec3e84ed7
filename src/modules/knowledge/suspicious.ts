/**
 * Sentences of a document that speak to an assistant rather than to its readers: "ignore the instructions above". A bank
 * writes no such thing, and whoever slips one in wants a language model to follow it, or its readers to be told it.
 */
import { foldLetters, visible } from '../../platform/text/index.js';

/** Over lower-case text with folded letters. */
const PATTERNS = [
  // English
  '(?:ignore|disregard|forget|override|bypass|skip)\\p{L}* (?:\\p{L}+ ){0,4}(?:instruction|prompt|rule|guideline|direction|above|previous|prior)',
  '(?:system|developer|hidden|initial) (?:prompt|message|instruction)',
  'you are (?:now|no longer) (?:a |an |the )?\\p{L}+|from now on,? you|act as (?:a |an )?(?:\\p{L}+ )?(?:assistant|model|admin|dan)|pretend (?:to be|you)',
  '(?:as an?|dear|note to|attention|hey) (?:ai|llm|assistant|language model|chatbot|bot)(?!\\p{L})',
  '(?:assistant|bot|model|ai)(?:,| must| should| shall| has to) (?:\\p{L}+ ){0,4}(?:say|tell|reply|answer|respond|send|reveal|print|output|include|append|add)',
  '(?:tell|instruct|ask|inform) (?:the |every |each |all )?(?:customer|user|client|reader)s? (?:that they must |to )(?:\\p{L}+ ){0,3}(?:send|transfer|call|share|click|provide|tell|open|visit)',
  '(?:reveal|print|repeat|output|show|leak) (?:\\p{L}+ ){0,4}(?:prompt|instructions|rules|passages|context|configuration|api key)',
  'when (?:asked|answering|responding)(?:[^.]{0,80}) (?:say|reply|answer|respond|always|include|append)',
  '(?:end|start|begin|finish|sign) (?:your|every|each|all|the) (?:answers?|repl(?:y|ies)|responses?)|(?:put|add|include|insert|append|embed) (?:.{1,80} )?(?:in|into|to|in the) (?:your|the|every|each) (?:answer|reply|response)',
  'let(?: u|.)?s play|(?:late|dead|deceased) grandm|(?:answer|reply|respond|shout|say|write) only(?! (?:in|on|at) )|answer with (?:the same|one word|exactly)',
  // Russian
  '(?:игнориру|проигнориру|забудь|отбрось|не обращай внимания|пренебреги|обойди|отмени)\\p{L}* (?:\\p{L}+ ){0,4}(?:инструкци|правил|указани|промпт|выше|предыдущ|ограничени)',
  '(?:системн|скрыт|начальн|исходн)\\p{L}* (?:промпт|инструкци|сообщени|подсказк)',
  '(?:теперь ты|ты теперь|отныне ты|с этого момента ты|представь,? что ты|притворись|действуй как|веди себя как)',
  '(?:ассистент|чат-?бот|бот|модель|нейросеть|ии)[,:]? (?:\\p{L}+ ){0,3}(?:должен|должна|обязан\\p{L}*|ответь|скажи|сообщи|напиши|отвечай|говори|пришли|выведи|добавь|добавляй)',
  '(?:скажи|сообщи|ответь|передай|посоветуй|отвечай|говори)(?:те)? (?:\\p{L}+ ){0,3}(?:клиент|пользовател)',
  '(?:выведи|повтори|напечатай|покажи|раскрой|перечисли)(?:те)? (?:\\p{L}+ ){0,4}(?:промпт|инструкци|правила|контекст|отрывк|ключ)',
  '(?:попроси|убеди|заставь)(?:те)? (?:клиент|пользовател)',
  '(?:в конце|в начале|внутри|внутрь)? ?(?:каждого |своего |твоего )?ответ\\p{L}* (?:\\p{L}+ ){0,2}(?:добавь|добавляй|вставь|вставляй|напиши|пиши)(?!\\p{L})|(?:добавь|добавляй|вставь|вставляй)(?!те)\\p{L}* (?:.{1,80} )?в (?:сво[йи] |кажд\\p{L}* )?ответ',
  'давай (?:сыгра|поигра)|покойн\\p{L}* (?:бабушк|мам|дедушк)|ответь (?:одним|тем же|только)|отвечай только',
  // Kazakh, folded
  '(?:нускау|ереже|талап)\\p{L}* (?:\\p{L}+ ){0,3}(?:елеме|умыт|ескерме|аттап|бузып|тоцтат|орындама)',
  '(?:жуйелик|жасырын|бастапкы) (?:нускау|промпт|хабарлама)',
  '(?:енди сен|сен енди|осы саттен бастап сен|озинди \\p{L}+ деп)',
  '(?:ассистент|бот|модель|комекши)[,:]? (?:\\p{L}+ ){0,4}(?:айт|жауап бер|жаз|корсет|жибер)(?!\\p{L}*(?:у|ады|еди))',
  '(?:клиентке|пайдаланушыга|пайдаланушыдан|клиенттен) (?:\\p{L}+ ){0,5}(?:деп айт|деп жауап|айт(?!\\p{L})|сура(?!\\p{L}))',
  '(?:нускау|ереже|промпт)\\p{L}* (?:\\p{L}+ ){0,3}(?:кайтала|корсет|шыгар|жаз(?!\\p{L}))',
  'жауап\\p{L}* (?:.{1,80} )?(?:кос|кой|коса бер|жазып кой)(?!\\p{L})|ойын ойна|маркум \\p{L}+|(?:бир созбен|тек \\p{L}+) жауап бер(?!\\p{L})',
  // Whatever the language
  '</?(?:passage|system|assistant|user|instruction|im_start|im_end)|<\\|[^|]{1,40}\\|>|\\[/?inst\\]|(?:^|\\n)#{2,} ?(?:system|instruction|system prompt)',
  '(?:^|\\n)(?:system|assistant|developer) ?:|"(?:tool_calls?|function_call|tool|role)" ?:|no_answer_in_passages',
];
const INSTRUCTION = new RegExp(`(?<![\\p{L}\\d])(?:${PATTERNS.join('|')})`, 'u');

/** Whether a sentence tells an assistant what to do. */
export function isInstruction(sentence: string): boolean {
  return INSTRUCTION.test(foldLetters(visible(sentence).toLowerCase()));
}

/** A text without such sentences, as people see it, and how many there were. */
export function withoutInstructions(text: string): { readonly text: string; readonly removed: number } {
  let removed = 0;
  const lines = visible(text).split('\n').flatMap((line) => {
    if (!isInstruction(line)) return [line];
    const sentences = line.split(/(?<=[.!?…])\s+/u);
    const kept = sentences.filter((sentence) => !isInstruction(sentence));
    removed += Math.max(1, sentences.length - kept.length);
    // What is only said by several sentences together goes with all of them.
    return kept.length < sentences.length && kept.length > 0 ? [kept.join(' ')] : [];
  });
  return { text: lines.join('\n'), removed };
}
