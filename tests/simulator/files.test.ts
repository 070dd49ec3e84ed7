import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { Telegram } from 'telegraf';
import type { Phone } from '../support/phone.js';
import { startTestSimulator, type TestSimulator } from '../support/simulator.js';

let simulator: TestSimulator;
let phone: Phone;
let telegram: Telegram;
beforeAll(async () => {
  simulator = await startTestSimulator();
  telegram = new Telegram(simulator.token, { apiRoot: simulator.url });
});
afterAll(() => simulator.close());
beforeEach(async () => {
  phone = simulator.phone();
  await phone.send('/start');
});

const bytes = (text: string): string => Buffer.from(text).toString('base64');

test("a user's file can be fetched by the link that getFile gives, for an hour", async () => {
  const sent = await phone.sendDocument(
    { name: 'statement.pdf', content_base64: bytes('contents') },
    'mine',
  );
  expect(sent).toMatchObject({
    caption: 'mine',
    document: { file_name: 'statement.pdf', mime_type: 'application/pdf', file_size: 8 },
  });
  const link = await telegram.getFileLink(String(sent.document?.file_id));
  expect(await (await fetch(link)).text()).toBe('contents');
  simulator.world.clock.advance(61 * 60_000);
  expect((await fetch(link)).status).toBe(404);
});

test('a file over 20 MB cannot be fetched', async () => {
  const { document } = await phone.sendDocument({ name: 'video.bin', size: 21 * 1024 * 1024 });
  const answer = await simulator.api('getFile', { file_id: document?.file_id });
  expect(answer).toEqual({ ok: false, error_code: 400, description: 'Bad Request: file is too big' });
});

test('an unknown file_id and one of another bot are refused', async () => {
  const { document } = await phone.sendDocument();
  const other = simulator.world.addBot('77:other');
  const answer = await fetch(`${simulator.url}/bot${other.token}/getFile?file_id=${document?.file_id}`);
  expect(answer.status).toBe(400);
  expect(await simulator.api('getFile', { file_id: 'nonsense' })).toMatchObject({ error_code: 400 });
});

test('a real client uploads a document with a caption, and sends it again by its file_id', async () => {
  const source = Buffer.from('a,b\r\n\r\n--1,2');
  const sent = await telegram.sendDocument(
    phone.userId,
    { source, filename: 'report.csv' },
    { caption: '<b>Report</b>', parse_mode: 'HTML' },
  );
  expect(sent).toMatchObject({
    caption: 'Report',
    caption_entities: [{ type: 'bold', offset: 0, length: 6 }],
    document: { file_name: 'report.csv', file_size: source.length },
  });
  const onPhone = await fetch(`${simulator.url}/sim/files/${sent.document.file_id}`);
  expect(Buffer.from(await onPhone.arrayBuffer())).toEqual(source);
  const again = await telegram.sendDocument(phone.userId, sent.document.file_id);
  expect(again.document.file_id).toBe(sent.document.file_id);
});

test('a real client uploads an album', async () => {
  const media = ['one', 'two'].map((text) => ({
    type: 'photo' as const,
    media: { source: Buffer.from(text) },
    caption: text,
  }));
  const sent = await telegram.sendMediaGroup(phone.userId, media);
  expect(sent.map((message) => 'caption' in message && message.caption)).toEqual(['one', 'two']);
  expect(new Set(sent.map((message) => message.media_group_id))).toEqual(new Set([expect.any(String)]));
});

test.each<[method: string, params: object, description: string]>([
  ['sendPhoto', {}, 'there is no photo in the request'],
  ['sendPhoto', { photo: 'https://bank.kz/a.jpg' }, 'failed to get HTTP URL content'],
  ['sendPhoto', { photo: 'AgAD' }, 'wrong file identifier/HTTP URL specified'],
  ['sendMediaGroup', { media: [] }, 'there are no messages to send'],
  ['sendLocation', { latitude: 91, longitude: 0 }, 'wrong latitude or longitude specified'],
  ['sendContact', { phone_number: '', first_name: 'A' }, 'phone number must be non-empty'],
])('%s refuses %j', async (method, params, description) => {
  expect(await simulator.api(method, { chat_id: phone.userId, ...params })).toMatchObject({
    error_code: 400,
    description: `Bad Request: ${description}`,
  });
});

test('a caption may have 1024 characters, and a document is no photo', async () => {
  const { photo, document } = {
    ...(await phone.sendPhoto({}, 'x'.repeat(5))),
    document: (await phone.sendDocument()).document,
  };
  const file_id = photo?.at(-1)?.file_id;
  const send = (params: object) => simulator.api('sendPhoto', { chat_id: phone.userId, ...params });
  expect(await send({ photo: file_id, caption: 'x'.repeat(1024) })).toMatchObject({ ok: true });
  expect(await send({ photo: file_id, caption: 'x'.repeat(1025) })).toMatchObject({
    description: 'Bad Request: message caption is too long',
  });
  expect(await send({ photo: document?.file_id })).toMatchObject({
    description: "Bad Request: can't use file of type Document as Photo",
  });
});

test('what is no picture and no sound reaches the page only as a download that may do nothing', async () => {
  const page = { mime_type: 'text/html', content_base64: bytes('<script>alert(1)</script>') };
  const drawing = { mime_type: 'image/svg+xml', name: 'a.svg' };
  for (const file of [{ ...page, name: "счёт '1'.html" }, drawing]) {
    const { document } = await phone.sendDocument(file);
    const { headers } = await fetch(`${simulator.url}/sim/files/${document?.file_id}`);
    expect(headers.get('content-disposition')).toBe(
      `attachment; filename*=UTF-8''${encodeURIComponent(file.name).replaceAll("'", '%27')}`,
    );
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('content-security-policy')).toMatch(/^sandbox;/);
  }
  const { photo } = await phone.sendPhoto();
  const { headers } = await fetch(`${simulator.url}/sim/files/${photo?.at(-1)?.file_id}`);
  expect(headers.get('content-type')).toBe('image/jpeg');
  expect(headers.get('content-disposition')).toBeNull();
});

test('a media type that fits no header is told to the bot but never written into one', async () => {
  const { document } = await phone.sendDocument({ mime_type: 'text/html\r\nSet-Cookie: a=b' });
  expect(document?.mime_type).toContain('Set-Cookie');
  const { status, headers } = await fetch(`${simulator.url}/sim/files/${document?.file_id}`);
  expect([status, headers.get('content-type')]).toEqual([200, 'application/octet-stream']);
  const link = await telegram.getFileLink(String(document?.file_id));
  expect((await fetch(link)).status).toBe(200);
});

test.each<[range: string, status: number, body: string, contentRange: string | null]>([
  ['bytes=2-4', 206, '234', 'bytes 2-4/10'],
  ['bytes=7-', 206, '789', 'bytes 7-9/10'],
  ['bytes=-2', 206, '89', 'bytes 8-9/10'],
  ['bytes=8-99', 206, '89', 'bytes 8-9/10'],
  ['bytes=10-', 416, '', 'bytes */10'],
  ['bytes=0-1,4-5', 200, '0123456789', null],
  ['bytes=-', 200, '0123456789', null],
])('a player that asks for %s gets %i', async (range, status, body, contentRange) => {
  const { voice } = await phone.sendVoice({ content_base64: bytes('0123456789') });
  const answer = await fetch(`${simulator.url}/sim/files/${voice?.file_id}`, { headers: { range } });
  expect(answer.status).toBe(status);
  expect(answer.headers.get('content-range')).toBe(contentRange);
  expect(answer.headers.get('accept-ranges')).toBe('bytes');
  expect(await answer.text()).toBe(body);
});
