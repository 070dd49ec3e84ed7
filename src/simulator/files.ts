import { randomBytes } from 'node:crypto';
import type { Clock } from './clock.js';
import { badRequest } from './errors.js';
import type { FileFields } from './types.js';

export type FileKind =
  'photo' | 'document' | 'voice' | 'video' | 'video_note' | 'audio' | 'animation' | 'sticker';

const FOLDERS: Readonly<Record<FileKind, string>> = {
  photo: 'photos',
  document: 'documents',
  voice: 'voice',
  video: 'videos',
  video_note: 'video_notes',
  audio: 'music',
  animation: 'animations',
  sticker: 'stickers',
};

const EXTENSIONS: Readonly<Record<FileKind, string>> = {
  photo: 'jpg',
  document: 'bin',
  voice: 'oga',
  video: 'mp4',
  video_note: 'mp4',
  audio: 'mp3',
  animation: 'mp4',
  sticker: 'webp',
};

const MIME_TYPES: Readonly<Record<string, string>> = {
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  png: 'image/png',
  webp: 'image/webp',
  pdf: 'application/pdf',
  txt: 'text/plain',
  oga: 'audio/ogg',
  ogg: 'audio/ogg',
  mp3: 'audio/mpeg',
  mp4: 'video/mp4',
  webm: 'video/webm',
};

const UNKNOWN_TYPE = 'application/octet-stream';
/** A bot may not download more than this. */
const MAX_DOWNLOAD_BYTES = 20 * 1024 * 1024;
const LINK_LIFE_MS = 60 * 60 * 1000;

export interface StoredFile {
  readonly fields: FileFields;
  readonly kind: FileKind;
  /** A file_id is good for one bot only. */
  readonly botId: number;
  readonly path: string;
  /** Fit for a header, whatever the sender called it. */
  readonly mimeType: string;
  readonly bytes: Buffer;
  linkUntil: number;
}

export interface NewFile {
  name?: string | undefined;
  mimeType?: string | undefined;
  bytes: Buffer;
  /** A larger size to pretend, so that nobody has to send 20 MB to see how it is refused. */
  size?: number | undefined;
  extra?: Record<string, unknown>;
}

/** The bare type in lower case; what is no media type cannot stand in a header. */
function headerType(mimeType: string): string {
  const [type = ''] = mimeType.toLowerCase().split(';');
  return /^[\w.+-]+\/[\w.+-]+$/.test(type.trim()) ? type.trim() : UNKNOWN_TYPE;
}

export class FileStore {
  private readonly byId = new Map<string, StoredFile>();
  private readonly byPath = new Map<string, StoredFile>();
  private count = 0;

  constructor(private readonly clock: Clock) {}

  add(botId: number, kind: FileKind, file: NewFile): StoredFile {
    const extension = /\.(\w{1,8})$/.exec(file.name ?? '')?.[1]?.toLowerCase() ?? EXTENSIONS[kind];
    const mimeType = file.mimeType ?? MIME_TYPES[extension] ?? UNKNOWN_TYPE;
    const named = kind === 'document' || kind === 'audio' || kind === 'video' || kind === 'animation';
    const typed = named || kind === 'voice';
    const fields: FileFields = {
      file_id: randomBytes(40).toString('base64url'),
      file_unique_id: randomBytes(11).toString('base64url'),
      ...(named && file.name !== undefined && { file_name: file.name }),
      ...(typed && { mime_type: mimeType }),
      file_size: file.size ?? file.bytes.length,
      ...file.extra,
    };
    const path = `${FOLDERS[kind]}/file_${this.count++}.${extension}`;
    const stored = {
      fields,
      kind,
      botId,
      path,
      mimeType: headerType(mimeType),
      bytes: file.bytes,
      linkUntil: 0,
    };
    this.byId.set(fields.file_id, stored);
    this.byPath.set(path, stored);
    return stored;
  }

  find(fileId: string): StoredFile | undefined {
    return this.byId.get(fileId);
  }

  /** What getFile answers; the path it gives works for an hour. Throws a 400 as Telegram does. */
  link(botId: number, fileId: string): Record<string, unknown> {
    const file = this.byId.get(fileId);
    if (file?.botId !== botId) throw badRequest('wrong file_id or the file is temporarily unavailable');
    const { file_id, file_unique_id, file_size } = file.fields;
    if (file_size > MAX_DOWNLOAD_BYTES) throw badRequest('file is too big');
    file.linkUntil = this.clock.now() + LINK_LIFE_MS;
    return { file_id, file_unique_id, file_size, file_path: file.path };
  }

  /** The file behind a path that getFile gave to this bot within the last hour. */
  download(botId: number, path: string): StoredFile | undefined {
    const file = this.byPath.get(path);
    return file?.botId === botId && file.linkUntil > this.clock.now() ? file : undefined;
  }

  clear(): void {
    this.byId.clear();
    this.byPath.clear();
  }
}
