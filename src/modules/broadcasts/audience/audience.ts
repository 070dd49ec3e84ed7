/**
 * Who a broadcast goes to: everybody registered, or those whom every kind of filter that is set names. What is chosen
 * within one kind adds up. A filter that this version does not know is an error, never everybody.
 */
import { z } from 'zod';
import { LOCALES } from '../../../locales/index.js';

/** When somebody wrote last, in days before today: within so many, or not for so many. */
export const ACTIVITIES = ['active_1', 'active_7', 'active_30', 'active_90', 'silent_30', 'silent_90'] as const;
export type Activity = (typeof ACTIVITIES)[number];

/** `none` is for those who have not chosen a language. */
export const LANGUAGES = [...LOCALES, 'none'] as const;
export type Language = (typeof LANGUAGES)[number];

const audienceSchema = z.strictObject({
  languages: z.array(z.enum(LANGUAGES)).default([]),
  /** Ids of the bot's roles. */
  roles: z.array(z.number()).default([]),
  tags: z.array(z.string()).default([]),
  activity: z.array(z.enum(ACTIVITIES)).default([]),
  /** The list that names people. */
  list: z.number().optional(),
});

export type Audience = z.infer<typeof audienceSchema>;

/** What is chosen by pressing values. */
export const KINDS = ['languages', 'roles', 'tags', 'activity'] as const;
export type Kind = (typeof KINDS)[number];
export type Value = string | number;

export const EVERYBODY: Audience = audienceSchema.parse({});

/** The audience that the database holds. */
export function audienceOf(stored: unknown): Audience {
  return audienceSchema.parse(stored);
}

export function isEverybody(audience: Audience): boolean {
  return audience.list === undefined && KINDS.every((kind) => audience[kind].length === 0);
}

/** The audience with a value of a kind chosen or not. */
export function withChoice(audience: Audience, kind: Kind, value: Value, chosen: boolean): Audience {
  const others = (audience[kind] as readonly Value[]).filter((each) => each !== value);
  return audienceSchema.parse({ ...audience, [kind]: chosen ? [...others, value] : others });
}

/** The audience with another list, or with none. */
export function withList({ list: _before, ...audience }: Audience, list?: number): Audience {
  return { ...audience, ...(list !== undefined && { list }) };
}

/** Whether it may name somebody who has not registered; whoever has not gets nothing, and it is said how many. */
export function namesUnregistered({ roles, tags, list }: Audience): boolean {
  return roles.length > 0 || tags.length > 0 || list !== undefined;
}
