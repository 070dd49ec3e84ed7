export const answers = {
  source_one: 'Source',
  source_other: 'Sources',
  human_button: '👤 Talk to a person',
  refused: {
    unsupported: "I can't confirm that from the bank's documents, so I won't guess. A person can help you better.",
    personal: 'For your safety I have no access to your personal data, accounts or transactions. A person can help with this.',
    unavailable: 'I cannot find an answer right now. Please try again in a moment, or talk to a person.',
  },
  smalltalk: {
    greeting: 'Hello! Ask me about cards, transfers, deposits or loans.',
    thanks: "You're welcome! Ask any time.",
    farewell: "Goodbye! I'm here if you need anything.",
    acknowledgement: 'All right. Ask any time.',
    chat: "I'm the bank's support bot: I answer questions about cards, transfers, deposits and loans from the bank's documents. What would you like to know?",
  },
  only_text: 'I understand only text. Please put your question into words, or talk to a person: they can receive photos, documents and voice messages.',
  too_long: 'That message is too long for me. Please make the question shorter, or talk to a person.',
};
