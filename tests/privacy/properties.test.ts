import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { findSecrets, mask } from '../../src/modules/privacy/index.js';
import { anySecret, noise, talk } from './support.js';

const RUNS = { numRuns: 2_000 };

test('a secret of any kind, however it is written, leaves nothing behind', () => {
  fc.assert(
    fc.property(talk, anySecret, talk, (before, { text, secret, kind }, after) => {
      const message = `${before} вот ${text}\n${after}`;
      expect(findSecrets(message).map((found) => found.kind)).toContain(kind);
      const left = mask(message).replaceAll(/\[card ••\d{4}\]/g, '[card]');
      expect(left.replace(/\D/g, '')).toBe(`${before}${after}`.replace(/\D/g, ''));
      expect(left).not.toMatch(/(?![0-9])\p{Nd}/u);
      if (/[a-z]/.test(secret)) expect(left).not.toContain(secret);
    }),
    RUNS,
  );
});

test('talk without secrets stays as it is', () => {
  fc.assert(
    fc.property(talk, (text) => {
      expect(mask(text)).toBe(text);
    }),
    RUNS,
  );
});

test('masking twice changes nothing more', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(noise, talk, anySecret.map(({ text }) => text)), { maxLength: 6 }), (parts) => {
      const masked = mask(parts.join(' '));
      expect(mask(masked)).toBe(masked);
    }),
    { numRuns: 5_000 },
  );
});

test('secrets come in order, within the text, and do not overlap', () => {
  fc.assert(
    fc.property(fc.oneof(noise, fc.string({ unit: 'binary' })), (text) => {
      let from = 0;
      for (const { start, end } of findSecrets(text)) {
        expect(start).toBeGreaterThanOrEqual(from);
        expect(end).toBeGreaterThan(start);
        from = end;
      }
      expect(from).toBeLessThanOrEqual(text.length);
    }),
    RUNS,
  );
});
