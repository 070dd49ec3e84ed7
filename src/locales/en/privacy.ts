export const privacy = {
  card_deleted: 'Your message held a card number, so I deleted it from this chat: please never send a full card number to anyone.',
};
