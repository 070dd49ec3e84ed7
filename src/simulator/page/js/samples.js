/**
 * Media made on the spot, so that everything can be tried without a camera, a microphone or a file:
 * a drawn photo, a voice-like sound as WAV, a short round video.
 */

const SAMPLE_RATE = 8000;

/** The bytes of a Blob or File as base64. */
export function toBase64(blob) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result).split(',')[1] ?? '');
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(blob);
  });
}

export async function samplePhoto() {
  const canvas = Object.assign(document.createElement('canvas'), { width: 900, height: 640 });
  drawMountains(canvas.getContext('2d'), canvas.width, canvas.height);
  const blob = await new Promise((resolve) => canvas.toBlob(resolve, 'image/jpeg', 0.85));
  return { name: 'mountains.jpg', mime_type: 'image/jpeg', content_base64: await toBase64(blob) };
}

function drawMountains(pen, width, height) {
  fill(pen, gradient(pen, height, ['#27477f', '#e98a6d', '#ffd9a0']), [
    [0, 0],
    [width, 0],
    [width, height],
    [0, height],
  ]);
  pen.fillStyle = '#fff3cf';
  pen.beginPath();
  pen.arc(width * 0.68, height * 0.27, 46, 0, Math.PI * 2);
  pen.fill();
  const ridges = [
    ['#7d6c9e', 0.5, 90, 1.3],
    ['#54527f', 0.62, 70, 4.1],
    ['#2f3a5e', 0.76, 60, 2.2],
    ['#18233c', 0.88, 36, 5.7],
  ];
  for (const [colour, level, size, phase] of ridges)
    fill(pen, colour, ridge(width, height, level, size, phase));
}

function ridge(width, height, level, size, phase) {
  const points = [[0, height]];
  for (let x = 0; x <= width; x += 12) {
    const wave = Math.abs(Math.sin(x / 170 + phase)) * 1.4 + Math.abs(Math.sin(x / 61 + phase * 2)) * 0.5;
    points.push([x, height * level - wave * size + size / 2]);
  }
  return [...points, [width, height]];
}

function fill(pen, style, points) {
  pen.fillStyle = style;
  pen.beginPath();
  for (const [x, y] of points) pen.lineTo(x, y);
  pen.fill();
}

function gradient(pen, height, colours) {
  const sky = pen.createLinearGradient(0, 0, 0, height);
  colours.forEach((colour, index) => sky.addColorStop(index / (colours.length - 1), colour));
  return sky;
}

/** A murmur of the given length: gliding tones in syllables, loud enough to hear, no words. */
export async function sampleVoice(seconds) {
  const length = Math.max(1, Math.round(seconds * SAMPLE_RATE));
  const samples = Int16Array.from({ length }, (_, index) => Math.round(murmur(index / SAMPLE_RATE) * 12_000));
  const blob = new Blob([wavHeader(samples.byteLength), samples], { type: 'audio/wav' });
  const whole = Math.max(1, Math.round(seconds));
  return { name: 'voice.wav', mime_type: 'audio/wav', duration: whole, content_base64: await toBase64(blob) };
}

function murmur(time) {
  const syllable = Math.max(0, Math.sin(time * Math.PI * 3.1)) * (0.6 + 0.4 * Math.sin(time * 1.7));
  const phase = 2 * Math.PI * (150 * time + 9 * Math.sin(time * 2.3));
  return syllable * (Math.sin(phase) * 0.6 + Math.sin(phase * 2) * 0.3 + Math.sin(phase * 5) * 0.1);
}

/** The 44 bytes before 16-bit mono samples (little-endian, as every browser's machine is). */
function wavHeader(bytes) {
  const view = new DataView(new ArrayBuffer(44));
  const tag = (at, text) =>
    [...text].forEach((letter, index) => view.setUint8(at + index, letter.charCodeAt(0)));
  tag(0, 'RIFF');
  view.setUint32(4, 36 + bytes, true);
  tag(8, 'WAVEfmt ');
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, SAMPLE_RATE, true);
  view.setUint32(28, SAMPLE_RATE * 2, true);
  view.setUint16(32, 2, true);
  view.setUint16(34, 16, true);
  tag(36, 'data');
  view.setUint32(40, bytes, true);
  return view.buffer;
}

/** Two seconds of a drawn, winking face. Rejects where the browser cannot record a canvas. */
export async function sampleVideoNote() {
  const canvas = Object.assign(document.createElement('canvas'), { width: 240, height: 240 });
  const pen = canvas.getContext('2d');
  const recorder = new MediaRecorder(canvas.captureStream(25));
  const parts = [];
  recorder.addEventListener('dataavailable', (event) => parts.push(event.data));
  const stopped = new Promise((resolve) => recorder.addEventListener('stop', resolve));
  const started = performance.now();
  const frames = setInterval(() => drawFace(pen, (performance.now() - started) / 1000), 40);
  drawFace(pen, 0);
  recorder.start();
  setTimeout(() => recorder.stop(), 2000);
  await stopped;
  clearInterval(frames);
  const blob = new Blob(parts, { type: 'video/webm' });
  return { name: 'note.webm', mime_type: 'video/webm', duration: 2, content_base64: await toBase64(blob) };
}

function drawFace(pen, time) {
  pen.fillStyle = `hsl(${200 + 40 * Math.sin(time * 2)} 70% 62%)`;
  pen.fillRect(0, 0, 240, 240);
  pen.save();
  pen.translate(120, 120 + 8 * Math.sin(time * 6));
  disc(pen, '#ffd54f', 0, 0, 70, 70);
  disc(pen, '#3b2f1e', -24, -16, 8, 10);
  disc(pen, '#3b2f1e', 24, -16, 8, time % 1 > 0.6 ? 1.5 : 10);
  pen.lineWidth = 7;
  pen.lineCap = 'round';
  pen.strokeStyle = '#3b2f1e';
  pen.beginPath();
  pen.arc(0, 8, 34, 0.25, Math.PI - 0.25);
  pen.stroke();
  pen.restore();
}

function disc(pen, colour, x, y, width, height) {
  pen.fillStyle = colour;
  pen.beginPath();
  pen.ellipse(x, y, width, height, 0, 0, Math.PI * 2);
  pen.fill();
}
