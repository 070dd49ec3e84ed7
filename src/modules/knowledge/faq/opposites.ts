/**
 * What a bank does and undoes. The words of both sides often share a stem or a concept ("заблокировать", "разблокировать"),
 * and mistaking one for the other is the worst answer there is.
 */
const B = '(?<!\\p{L})';

const PAIRS: readonly (readonly [name: string, one: string, other: string])[] = [
  [
    'block',
    `${B}(?:за)?блоки?(?:р|н|н?у|ч)|${B}забло|заморо[жз]|${B}(?:block|blok|freez|froz|lock)|бұғатта(?!н)|бугатта(?!н)|блоктау|блоктап|құлыпта`,
    `разбло|разморо[жз]|сня\\p{L}* блок|убра\\p{L}* блок|${B}un(?:block|blok|freez|froz|lock)|(?:remove|lift) \\p{L}* ?(?:block|freeze)|(?:бұғат|бугат|блок)\\p{L}*(?:тан|тен|нан|тын|ты) (?:қалай )?(?:шы[ғг]|ал(?!м))`,
  ],
  [
    'open',
    `${B}откр[ыо]|${B}завести|${B}open|${B}аш(?:у|а|ы|қ|сам|ып|ты)`,
    `${B}закр[ыо]|${B}расторг|${B}clos|${B}shut|${B}жап|${B}жаб`,
  ],
  [
    'on',
    `${B}подключ|${B}включ|${B}привяз|${B}(?:turn|switch)\\p{L}* on|${B}enabl|${B}қос(?:у|а|ып|қ|сам|ы)(?!мша)`,
    `${B}отключ|${B}выключ|${B}деактив|${B}убер|${B}убрать|${B}отвяз|${B}(?:turn|switch)\\p{L}* off|${B}disabl|${B}stop|${B}rid of|${B}өшір`,
  ],
  [
    'in',
    `${B}попол|${B}внес|${B}полож|${B}докин|${B}top(?:ped|ping)?[ -]?up|${B}толтыр|${B}толықтыр`,
    `${B}сня(?:ть|л|ти|т)|${B}сним|${B}вывес|${B}обнал|${B}withdr|${B}cash out|${B}шеш(?:у|е|іп|с)`,
  ],
  [
    'more',
    `${B}увелич|${B}подня|${B}повы[сш]|${B}rais|${B}increas|${B}көбей|${B}арттыр`,
    `${B}уменьш|${B}сни[зж]|${B}пони[зж]|${B}lower|${B}decreas|${B}reduc|${B}азай|${B}төмендет`,
  ],
  [
    'buy',
    `${B}куп(?:ить|лю|ил)|${B}buy|${B}bought|сатып ал`,
    `${B}прода(?:ть|м|ю|л|ж)|${B}sell|${B}sold|${B}сатқым|${B}сату(?!шы)`,
  ],
];

const SIDES = PAIRS.flatMap(([name, one, other]) => [
  { side: `${name}+`, opposite: `${name}-`, said: new RegExp(one, 'iu') },
  { side: `${name}-`, opposite: `${name}+`, said: new RegExp(other, 'iu') },
]);

/** The sides of opposites that a text takes. */
export function sidesOf(text: string): ReadonlySet<string> {
  return new Set(SIDES.flatMap(({ side, said }) => (said.test(text) ? [side] : [])));
}

/** Whether a question takes one side of something where a text takes the other side alone. */
export function areOpposed(asked: ReadonlySet<string>, told: ReadonlySet<string>): boolean {
  return SIDES.some(
    ({ side, opposite }) => asked.has(side) && !asked.has(opposite) && told.has(opposite) && !told.has(side),
  );
}
