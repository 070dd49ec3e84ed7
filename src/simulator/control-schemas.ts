import { z, type ZodType } from 'zod';
import { ControlError } from './errors.js';
import { FAULT_KINDS } from './faults.js';

/** The bodies, queries and path parameters that the control API takes. */

export const botBody = z.object({
  token: z.string(),
  username: z.string().optional(),
  name: z.string().optional(),
});

const profile = z.object({
  id: z.number().int().positive(),
  first_name: z.string().min(1),
  last_name: z.string(),
  username: z.string(),
  language_code: z.string(),
  phone: z.string(),
  sim_role: z.string().min(1).max(40),
  deactivated: z.boolean(),
});

export const userBody = profile.partial().required({ first_name: true });
export const userChange = profile.omit({ id: true }).partial();

const file = z
  .object({
    name: z.string(),
    content_base64: z.string(),
    mime_type: z.string(),
    size: z.number(),
    duration: z.number(),
  })
  .partial();

export const messageBody = z
  .object({
    text: z.string(),
    caption: z.string(),
    entities: z.array(z.record(z.string(), z.unknown())),
    link_preview_options: z.record(z.string(), z.unknown()),
    show_caption_above_media: z.boolean(),
    has_media_spoiler: z.boolean(),
    reply_to_message_id: z.number(),
    contact: z.union([
      z.literal('own'),
      z.object({ user_id: z.number().optional(), phone_number: z.string(), first_name: z.string() }),
    ]),
    photo: file,
    animation: file,
    document: file,
    voice: file,
    video_note: file,
    video: file,
    audio: file,
    sticker: z.object({ emoji: z.string() }),
    location: z.object({ latitude: z.number(), longitude: z.number() }),
    media_group_id: z.string(),
    forward: z.boolean(),
  })
  .partial();

export const editBody = z.object({ text: z.string(), caption: z.string() }).partial();
export const pressBody = z.object({ message_id: z.number(), data: z.string() });
export const blockedBody = z.object({ blocked: z.boolean() });
export const updatesBody = z.object({ updates: z.array(z.record(z.string(), z.unknown())) });
export const settingsBody = z
  .object({
    latency_ms: z.number().min(0),
    enforce_limits: z.boolean(),
    history_per_chat: z.number().int().min(1),
    webhook_retry_ms: z.number().min(0),
  })
  .partial();
export const clockBody = z.object({ advance_ms: z.number().min(0) });
export const faultBody = z.object({
  kind: z.enum(FAULT_KINDS),
  bot_id: z.number().optional(),
  method: z.string().optional(),
  chat_id: z.number().optional(),
  retry_after: z.number().optional(),
  ms: z.number().optional(),
  times: z.number().int().min(0).optional(),
  probability: z.number().min(0).max(1).optional(),
  error_code: z.number().optional(),
  description: z.string().optional(),
});
export const callsQuery = z
  .object({ bot: z.coerce.number(), method: z.string(), since: z.coerce.number() })
  .partial();
export const eventsQuery = z.object({ bot: z.coerce.number(), user: z.coerce.number() }).partial();
export const chatParams = z.object({ botId: z.coerce.number(), userId: z.coerce.number() });
export const messageParams = chatParams.extend({ messageId: z.coerce.number() });
export const idParams = z.object({ id: z.coerce.number() });
export const botParams = z.object({ botId: z.coerce.number() });

/** Checks a part of a request; throws a 400 that says what is wrong. */
export function read<T>(schema: ZodType<T>, value: unknown): T {
  const result = schema.safeParse(value ?? {});
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new ControlError(400, `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'invalid'}`);
}
