/** The attach menu: files from this machine, and things made on the spot. */
import { t } from './i18n.js';
import { samplePhoto, sampleVideoNote, toBase64 } from './samples.js';

/** What a bot's customer can upload is larger in Telegram; this keeps one request reasonable. */
const LIMIT_MB = 50;

export function openAttachMenu({ act, overlay, at, own, stickers }) {
  const items = [
    {
      label: t('attach.photo'),
      icon: 'photo',
      testid: 'attach-photo',
      action: () => pick('image/*,video/*', true, act, overlay),
    },
    {
      label: t('attach.document'),
      icon: 'file',
      testid: 'attach-document',
      action: () => pick('', false, act, overlay),
    },
    {
      label: t('attach.sample'),
      icon: 'sparkle',
      testid: 'attach-sample',
      action: async () => act.send({ photo: await samplePhoto() }),
    },
    {
      label: t('attach.videoNote'),
      icon: 'video',
      testid: 'attach-video-note',
      action: () => recordNote(act, overlay),
    },
    { label: t('attach.sticker'), icon: 'smile', testid: 'attach-sticker', action: stickers },
    {
      label: t('attach.location'),
      icon: 'pin',
      testid: 'attach-location',
      action: () => act.shareLocation(),
    },
    { label: t('attach.contact'), icon: 'user', testid: 'attach-contact', action: own },
    {
      label: t('attach.other'),
      icon: 'forward',
      testid: 'attach-other',
      action: () => shareOther(act, overlay),
    },
  ];
  overlay.menu({ items, at, label: t('composer.attach') });
}

/** Asks for the own number to be shared, as Telegram does, and shares it. */
export async function shareOwnContact(act, overlay, user) {
  const text = t('sheet.contactText', { phone: user.phone ?? '' });
  const yes = await overlay.confirm({ title: t('sheet.contactTitle'), text, yes: t('sheet.share') });
  if (yes) await act.send({ contact: 'own' });
}

export async function askLocation(act, overlay) {
  const yes = await overlay.confirm({
    title: t('sheet.locationTitle'),
    text: t('sheet.locationText'),
    yes: t('sheet.share'),
  });
  if (yes) await act.shareLocation();
}

/** Sends a contact that is not the sender's own: bots must not take it for a registration. */
export async function shareOther(act, overlay) {
  const fields = [
    { name: 'first_name', label: t('form.name') },
    { name: 'phone_number', label: t('form.phone'), type: 'tel', value: '+77' },
  ];
  const contact = await overlay.form({ title: t('sheet.otherTitle'), fields, yes: t('form.send') });
  if (contact) await act.send({ contact });
}

function pick(accept, asMedia, act, overlay) {
  const input = Object.assign(document.createElement('input'), { type: 'file', accept, multiple: true });
  input.addEventListener('change', () => void sendFiles([...input.files], asMedia, act, overlay));
  input.click();
}

/** Sends files as photos, videos or documents; several photos together are an album. */
export async function sendFiles(files, asMedia, act, overlay) {
  const album = asMedia && files.length > 1 ? { media_group_id: String(Date.now()) } : {};
  for (const file of files) {
    if (file.size > LIMIT_MB * 2 ** 20) {
      overlay.toast(t('attach.tooBig', { limit: LIMIT_MB }));
      continue;
    }
    const content = {
      name: file.name,
      mime_type: file.type || 'application/octet-stream',
      content_base64: await toBase64(file),
    };
    await act.send({ ...album, [fieldFor(file, asMedia)]: content });
  }
}

function fieldFor(file, asMedia) {
  if (file.type.startsWith('audio/')) return 'audio';
  if (asMedia && file.type.startsWith('video/')) return 'video';
  return asMedia && file.type.startsWith('image/') ? 'photo' : 'document';
}

async function recordNote(act, overlay) {
  overlay.toast(t('attach.preparing'));
  const note = await sampleVideoNote().catch((error) => overlay.toast(error.message));
  if (note) await act.send({ video_note: note });
}
