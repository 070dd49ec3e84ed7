/**
 * What a bank sets for its bot. `null` stands for what Teller comes with, so that a bank that has set nothing
 * has what a later version does better. The schema is that of the stored row and of whatever else carries
 * settings: it knows no field that it does not name, and fills in what is left out.
 */
import { z } from 'zod';
import { LOCALES, type Locale } from '../../locales/index.js';
import { isTimeZone } from './time-zone.js';

export const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;
export type Weekday = (typeof WEEKDAYS)[number];

/** The most characters of a text of the bank's. */
export const TEXT_LENGTHS = { greeting: 1_000, outOfHours: 500, emergency: 1_000, crisis: 1_000 } as const;
export type TextKind = keyof typeof TEXT_LENGTHS;

const clockTime = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/);

/** From one time of the day to another; past midnight where the end is not after the beginning. */
const workRange = z
  .strictObject({ from: clockTime, to: z.union([clockTime, z.literal('24:00')]) })
  .refine(({ from, to }) => from !== to, 'A range needs a length; around the clock is 00:00 to 24:00.');

/** Null on a day off. */
const workDay = workRange.nullable().default({ from: '00:00', to: '24:00' });

/** Of a day, part of it. */
const quietRange = workRange.refine(({ from, to }) => from !== '00:00' || to !== '24:00', 'Some hours are left to send in.');

const workingHours = z.strictObject({
  timeZone: z.string().max(64).refine(isTimeZone, 'No IANA time zone').default('Asia/Almaty'),
  days: z.strictObject(fields(WEEKDAYS, workDay)).prefault({}),
});

export const settingsSchema = z.strictObject({
  workingHours: workingHours.prefault({}),
  texts: z
    .strictObject({
      greeting: z.strictObject(fields(LOCALES, bankText('greeting'))).prefault({}),
      /** Said when a human is called while nobody is at work. */
      outOfHours: z.strictObject(fields(LOCALES, bankText('outOfHours'))).prefault({}),
      /** What to do at once about a lost card or a fraud. */
      emergency: z.strictObject(fields(LOCALES, bankText('emergency'))).prefault({}),
      /** Said to somebody who threatens themselves. */
      crisis: z.strictObject(fields(LOCALES, bankText('crisis'))).prefault({}),
    })
    .prefault({}),
  thresholds: z
    .strictObject({
      /** A question that the documents support less than this is refused. */
      minConfidence: z.number().min(0).max(1).nullable().default(null),
      /** An entry of the FAQ that fits at least as surely answers by itself. */
      autoResolve: z.number().min(0).max(1).nullable().default(null),
    })
    .prefault({}),
  broadcasts: z
    .strictObject({
      /** On the clocks of the working hours' time zone; null: none. */
      quietHours: quietRange.nullable().default(null),
      /** To more people than this, a broadcast goes only once somebody else has agreed; null: it never needs that. */
      approvalOver: z.int().min(0).max(1_000_000_000).nullable().default(null),
      /** Messages a second of broadcasts that are paid for; null: none are. */
      paidRate: z.int().min(31).max(1_000).nullable().default(null),
    })
    .prefault({}),
  limits: z
    .strictObject({
      /** Updates a minute of all people together. */
      updatesPerMinute: z.int().min(1).max(1_000_000).nullable().default(null),
      /** Tokens of the language model, and US dollars for them, on a day of the bot's; beyond it answers are quotations. */
      llmTokensPerDay: z.int().min(1).max(1_000_000_000).nullable().default(null),
      llmCostPerDay: z.number().min(0.01).max(100_000).nullable().default(null),
    })
    .prefault({}),
});

export type Settings = z.output<typeof settingsSchema>;
export type WorkingHours = Settings['workingHours'];
export type WorkRange = z.output<typeof workRange>;

export const DEFAULT_SETTINGS: Settings = settingsSchema.parse({});

/** What turns the direction of the text around it, also of what is said after it. */
const TURNS = /[\u202A-\u202E\u2066-\u2069]/u;

/** Whether a text can be said as it is: some lines of plain characters, and something to read among them. */
export function isPlainText(text: string): boolean {
  return text.isWellFormed() && /[\p{L}\p{N}]/u.test(text) && !/[^\P{Cc}\n]/u.test(text) && !TURNS.test(text);
}

/** A text of the bank's own in a language; null for the catalogue's. */
export function textOf({ texts }: Settings, kind: TextKind, locale: Locale): string | null {
  return texts[kind][locale];
}

function bankText(kind: TextKind) {
  return z.string().max(TEXT_LENGTHS[kind]).refine(isPlainText, 'Nothing that can be said').nullable().default(null);
}

/** The same schema for each of the names. */
function fields<Name extends string, Schema extends z.ZodType>(
  names: readonly Name[],
  schema: Schema,
): Record<Name, Schema> {
  return Object.fromEntries(names.map((name) => [name, schema])) as Record<Name, Schema>;
}
