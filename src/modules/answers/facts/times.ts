import { fact, take, type Fact } from './fact.js';

const CLOCK = /(?<![\d:])(\d{1,2}):(\d{2})(?::\d{2})?(?:\s*([ap])\.?m\b\.?)?(?!\d)/giu;
const MERIDIEM = /(?<![\d:.,])(1[0-2]|0?[1-9])(?:\.([0-5]\d))?\s*([ap])\.?m\b\.?/giu;
const ALWAYS =
  /(?<!\d)24\/7(?:\/365)?(?!\d)|круглосуточн\p{L}*|тәулік бойы|around the clock|round-the-clock/giu;

/** Times of day (`9:00`, `09:00`, `9 am`), and "around the clock" however it is said. */
export function takeTimes(text: string): { facts: Fact[]; rest: string } {
  const always = take(text, ALWAYS, ([raw]) => [fact('time', raw, { value: '24/7' })]);
  const clock = take(always.rest, CLOCK, ([raw, hour, minute, half]) => [timeFact(raw, hour, minute, half)]);
  const spoken = take(clock.rest, MERIDIEM, ([raw, hour, minute, half]) => [
    timeFact(raw, hour, minute, half),
  ]);
  return { facts: [...always.facts, ...clock.facts, ...spoken.facts], rest: spoken.rest };
}

function timeFact(raw: string, hour = '', minute = '00', half?: string): Fact {
  return fact('time', raw, { value: clockValue(twentyFour(Number(hour), half?.toLowerCase()), minute) });
}

function twentyFour(hour: number, half?: string): number {
  if (half === 'p' && hour < 12) return hour + 12;
  return half === 'a' && hour === 12 ? 0 : hour;
}

/** `9`, `00` → `09:00`. */
export function clockValue(hour: number, minute: string): string {
  return `${String(hour).padStart(2, '0')}:${minute}`;
}
