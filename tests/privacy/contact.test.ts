import { expect, test } from '@jest/globals';
import type { Message } from 'telegraf/types';
import { contentOf } from '../../src/modules/conversations/content.js';

const card = (phone_number: string): Message => ({ contact: { phone_number, first_name: 'Ivan' } }) as Message;

test.each(['+77015550001', '77015550001', '+491761234567890', '7111'])('a contact card passes %s on', (phoneNumber) => {
  expect(contentOf(card(phoneNumber))).toEqual({ kind: 'contact', phoneNumber, firstName: 'Ivan' });
});

test.each([
  ['4400430212345679', '[card ••5679]'],
  ['+4400 4302 1234 5679', '+[card ••5679]'],
  ['KZ86125KZT5004100100', '[IBAN]'],
])('a contact card whose number %s is none of a telephone becomes a masked text', (number, masked) => {
  expect(contentOf(card(number))).toEqual({ kind: 'text', text: `Ivan: ${masked}` });
});
