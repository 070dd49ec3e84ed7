/** The words both reports share: plain ones, for people who have not read the code. */
import type { Judged } from './judge.js';
import type { Figures, Share } from './report.js';

type ShareKey = { [Key in keyof Figures]: Figures[Key] extends Share ? Key : never }[keyof Figures];

/** The head figures in the order a reader wants them. `good` tells on which end of the scale it is. */
export const FIGURES: readonly { readonly key: ShareKey; readonly name: string; readonly good: 'high' | 'low' | 'neither' }[] = [
  { key: 'facts', name: 'Right answers (all facts told)', good: 'high' },
  { key: 'source', name: 'Right source shown', good: 'high' },
  { key: 'refusedWrongly', name: 'Left without an answer that there is', good: 'low' },
  { key: 'refusedRightly', name: 'Not answered where there is no answer', good: 'high' },
  { key: 'wronglyAnswered', name: 'Answered where there is no answer', good: 'low' },
  { key: 'handedOff', name: 'Handed to a human when it must be', good: 'high' },
  { key: 'autoResolved', name: 'Answered at once from frequent questions', good: 'neither' },
  { key: 'autoPrecision', name: 'Of those, right', good: 'high' },
];

export const LANGUAGES: Readonly<Record<string, string>> = { ru: 'Russian', kk: 'Kazakh', en: 'English' };

export function percent(value: number | undefined): string {
  return value === undefined ? '–' : `${(value * 100).toFixed(1)} %`;
}

/** Why something is among what went amiss. */
export function verdictInWords({ verdict, golden }: Judged): string {
  switch (verdict) {
    case 'right':
      return 'as wanted';
    case 'wrong':
      return `answered, but without ${golden.contains.map((spellings) => `“${spellings[0] ?? ''}”`).join(' and ')}`;
    case 'silent':
      return 'not answered, though the documents have it';
    case 'claimed':
      return golden.expect === 'handoff' ? 'answered instead of handed to a human' : 'answered, though nothing should be';
    case 'not_handed_off':
      return 'refused instead of handed to a human';
  }
}

/** A text on one line, no longer than that. */
export function oneLine(text: string, length: number): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > length ? `${line.slice(0, length - 1)}…` : line;
}
