/** How dates, sizes and durations read in the page's language. Times are Bot API unix seconds. */
import { language, t } from './i18n.js';

export function clock(seconds) {
  return new Intl.DateTimeFormat(language(), { hour: '2-digit', minute: '2-digit', hour12: false }).format(
    seconds * 1000,
  );
}

/** The text of a day's separator: today, yesterday, or the day and month (the year when it is another). */
export function dayLabel(seconds, now = new Date()) {
  const day = new Date(seconds * 1000);
  if (sameDay(day, now)) return t('day.today');
  if (sameDay(day, new Date(now.getTime() - 86_400_000))) return t('day.yesterday');
  const year = day.getFullYear() === now.getFullYear() ? {} : { year: 'numeric' };
  return new Intl.DateTimeFormat(language(), { day: 'numeric', month: 'long', ...year }).format(day);
}

/** A key that is equal for two times of one local day. */
export function dayKey(seconds) {
  const day = new Date(seconds * 1000);
  return `${day.getFullYear()}-${day.getMonth() + 1}-${day.getDate()}`;
}

function sameDay(a, b) {
  return a.toDateString() === b.toDateString();
}

/** Seconds as m:ss. */
export function duration(seconds) {
  const whole = Math.max(0, Math.round(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}

export function fileSize(bytes) {
  if (bytes === undefined) return '';
  const units = ['size.b', 'size.kb', 'size.mb'];
  const step = Math.min(units.length - 1, bytes < 1024 ? 0 : Math.floor(Math.log2(bytes) / 10));
  const value = bytes / 1024 ** step;
  return `${value.toFixed(step > 0 && value < 10 ? 1 : 0)} ${t(units[step])}`;
}

export function fullName(person) {
  return [person.first_name, person.last_name].filter(Boolean).join(' ') || String(person.id ?? '');
}

/** One or two letters for an avatar. */
export function initials(name) {
  const words = name.trim().split(/\s+/u).filter(Boolean);
  const letters = words.length > 1 ? [words[0], words[words.length - 1]] : words;
  return letters.map((word) => [...word][0]?.toUpperCase() ?? '').join('');
}
