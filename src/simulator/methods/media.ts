import { randomInt } from 'node:crypto';
import { badRequest, BotApiError } from '../errors.js';
import type { FileKind } from '../files.js';
import {
  flag,
  isRecord,
  optionalList,
  optionalNumber,
  optionalText,
  type Params,
  Upload,
} from '../parameters.js';
import type { FileFields, Message, MessageContent } from '../types.js';
import { attachedUpload, type Call, type Method } from './call.js';
import { captionContent, post } from './sending.js';

/** Messages with files. A file is an upload or a file_id; the simulator fetches no URLs. */

const MAX_PHOTO_BYTES = 10 * 1024 * 1024;
const MAX_FILE_BYTES = 50 * 1024 * 1024;
const NAMES: Readonly<Record<FileKind, string>> = {
  photo: 'Photo',
  document: 'Document',
  voice: 'VoiceNote',
  video: 'Video',
  video_note: 'VideoNote',
  audio: 'Audio',
  animation: 'Animation',
  sticker: 'Sticker',
};

/** What a file of this kind has beside its name and size, taken from the parameters where they state it. */
export function mediaFields(kind: FileKind, params: Params): Record<string, unknown> {
  const duration = optionalNumber(params, 'duration') ?? 1;
  const size = {
    width: optionalNumber(params, 'width') ?? 640,
    height: optionalNumber(params, 'height') ?? 480,
  };
  switch (kind) {
    case 'photo':
      return size;
    case 'video':
    case 'animation':
      return { ...size, duration };
    case 'voice':
      return { duration };
    case 'video_note':
      return { length: optionalNumber(params, 'length') ?? 240, duration };
    case 'audio':
      return { duration, ...pick(params, ['performer', 'title']) };
    case 'sticker':
      return {
        width: 512,
        height: 512,
        type: 'regular',
        is_animated: false,
        is_video: false,
        ...pick(params, ['emoji']),
      };
    case 'document':
      return {};
  }
}

function pick(params: Params, names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(
    names.filter((name) => params[name] !== undefined).map((name) => [name, params[name]]),
  );
}

function fileFrom(call: Call, kind: FileKind, value: unknown, params: Params): FileFields {
  const upload = value instanceof Upload ? value : attachedUpload(call, value);
  if (upload) return storeUpload(call, kind, upload, params);
  if (typeof value !== 'string' || value === '')
    throw badRequest(`there is no ${kind.replace('_', ' ')} in the request`);
  if (value.startsWith('attach://')) throw badRequest(`file "${value}" was not uploaded with the request`);
  if (/^https?:\/\//i.test(value)) throw badRequest('failed to get HTTP URL content');
  const file = call.world.files.find(value);
  if (file?.botId !== call.bot.id) throw badRequest('wrong file identifier/HTTP URL specified');
  // A document may be sent again as nothing else, and nothing else as a document.
  if (file.kind !== kind) throw badRequest(`can't use file of type ${NAMES[file.kind]} as ${NAMES[kind]}`);
  return file.fields;
}

function storeUpload({ world, bot }: Call, kind: FileKind, upload: Upload, params: Params): FileFields {
  if (upload.bytes.length === 0) throw badRequest('file must be non-empty');
  if (kind === 'photo' && upload.bytes.length > MAX_PHOTO_BYTES) {
    throw badRequest(`file of size ${upload.bytes.length} bytes is too big for a photo`);
  }
  if (upload.bytes.length > MAX_FILE_BYTES) throw new BotApiError(413, 'Request Entity Too Large');
  const { name, mimeType, bytes } = upload;
  const file = world.files.add(bot.id, kind, { name, mimeType, bytes, extra: mediaFields(kind, params) });
  return file.fields;
}

function withCaption(content: MessageContent, params: Params): MessageContent {
  return {
    ...content,
    ...captionContent(params),
    ...(flag(params, 'has_spoiler') && { has_media_spoiler: true }),
  };
}

function sendFile(kind: FileKind, captioned: boolean): Method {
  return (call) => {
    const { params, world, bot } = call;
    world.writableChat(bot, params['chat_id']);
    const file = fileFrom(call, kind, params[kind], params);
    const content = fileContent(kind, file);
    return post(call, captioned ? withCaption(content, params) : content);
  };
}

/** A photo is a list of its sizes; an animation shows as a document too. */
export function fileContent(kind: FileKind, file: FileFields): MessageContent {
  if (kind === 'photo') return { photo: [file] };
  if (kind === 'animation') return { animation: file, document: file };
  return { [kind]: file };
}

const INPUT_MEDIA: ReadonlySet<string> = new Set(['photo', 'video', 'document', 'audio', 'animation']);

/** The content that an InputMedia object describes. */
export function mediaContent(call: Call, media: Params): MessageContent {
  const type = optionalText(media, 'type') ?? '';
  if (!INPUT_MEDIA.has(type))
    throw badRequest(`can't parse InputMedia: type must be photo, video, animation, document or audio`);
  if (media['media'] === undefined) throw badRequest("can't parse InputMedia: media not found");
  const kind = type as FileKind;
  return withCaption(fileContent(kind, fileFrom(call, kind, media['media'], media)), media);
}

const sendMediaGroup: Method = (call) => {
  const { params, world, bot } = call;
  const list = optionalList(params, 'media') ?? [];
  if (list.length === 0) throw badRequest('there are no messages to send');
  if (list.length > 10) throw badRequest('too many messages to send as an album');
  world.writableChat(bot, params['chat_id']);
  const items = list.map((item) => {
    if (!isRecord(item)) throw badRequest("can't parse InputMedia: expected an Object");
    return item;
  });
  checkAlbum(items.map((item) => item['type']));
  const contents = items.map((item) => mediaContent(call, item));
  const media_group_id = String(randomInt(2 ** 40));
  return contents.map((content): Message => post(call, content, { media_group_id }));
};

function checkAlbum(types: unknown[]): void {
  const uniform = types.includes('document') || types.includes('audio');
  if (types.includes('animation')) throw badRequest("animation can't be sent in an album");
  if (uniform && new Set(types).size > 1) {
    throw badRequest(
      'documents and audio files can be only grouped in an album with messages of the same type',
    );
  }
}

const sendLocation: Method = (call) => {
  const latitude = optionalNumber(call.params, 'latitude') ?? 0;
  const longitude = optionalNumber(call.params, 'longitude') ?? 0;
  if (Math.abs(latitude) > 90 || Math.abs(longitude) > 180)
    throw badRequest('wrong latitude or longitude specified');
  const accuracy = pick(call.params, [
    'horizontal_accuracy',
    'live_period',
    'heading',
    'proximity_alert_radius',
  ]);
  return post(call, { location: { latitude, longitude, ...accuracy } });
};

const sendContact: Method = (call) => {
  const { params } = call;
  const phone_number = optionalText(params, 'phone_number') ?? '';
  const first_name = optionalText(params, 'first_name') ?? '';
  if (phone_number.trim() === '') throw badRequest('phone number must be non-empty');
  if (first_name.trim() === '') throw badRequest('first name must be non-empty');
  return post(call, { contact: { phone_number, first_name, ...pick(params, ['last_name', 'vcard']) } });
};

const getFile: Method = ({ world, bot, params }) =>
  world.files.link(bot.id, optionalText(params, 'file_id') ?? '');

export const mediaMethods: Record<string, Method> = {
  sendPhoto: sendFile('photo', true),
  sendDocument: sendFile('document', true),
  sendVoice: sendFile('voice', true),
  sendVideo: sendFile('video', true),
  sendAudio: sendFile('audio', true),
  sendAnimation: sendFile('animation', true),
  sendVideoNote: sendFile('video_note', false),
  sendSticker: sendFile('sticker', false),
  sendMediaGroup,
  sendLocation,
  sendContact,
  getFile,
};
