import { describe, expect, test } from '@jest/globals';
import { looksLikePhone, maskPhone, normalizePhone, readablePhone } from '../../src/modules/identity/phone.js';

describe('a phone number', () => {
  test.each([
    ['+77012345678', '+77012345678'],
    ['77012345678', '+77012345678'],
    ['87012345678', '+77012345678'],
    ['8 (701) 234-56-78', '+77012345678'],
    ['+7 701 234 56 78', '+77012345678'],
    ['447400123456', '+447400123456'],
    ['+1 213 373 4253', '+12133734253'],
    ['998901234567', '+998901234567'],
  ])('%s is %s in E.164', (raw, expected) => {
    expect(normalizePhone(raw)).toBe(expected);
  });

  test.each(['', '   ', '+', '123', '+7701', '+999999999999', '+7 000 000 00 00', 'abc', '0', '+77012345678901'])(
    '%j is none',
    (raw) => {
      expect(normalizePhone(raw)).toBeUndefined();
    },
  );

  test.each(['87012345678', '+7 (701) 234-56-78', ' 7 701 234 56 78 '])('%j looks typed', (text) => {
    expect(looksLikePhone(text)).toBe(true);
  });

  test.each(['4400430123456789', '900101300123', '2026', 'call +77012345678', '1 000 000', 'сколько стоит 9900'])(
    '%j does not',
    (text) => {
      expect(looksLikePhone(text)).toBe(false);
    },
  );

  test.each([
    ['+77012345678', '+7 *** *** 56 78', '+7 701 234 5678'],
    ['+447400123456', '+44 *** *** 34 56', '+44 7400 123456'],
  ])('%s is shown as %s, or read as %s', (phone, masked, readable) => {
    expect([maskPhone(phone), readablePhone(phone)]).toEqual([masked, readable]);
  });
});
