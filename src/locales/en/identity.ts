export const identity = {
  greeting: "Hello, {{name}}! This is the bank's support desk. Ask me anything: I answer from the bank's documents and show the source. If you need a person, I'll bring one in.",
  greeting_back: 'Welcome back, {{name}}! Ask your question, or talk to a person with /help',
  greeting_staff: "Hello, {{name}}! You work at this support desk. When a customer asks for a person, I'll send you a notice. Who is waiting now: /queue",
  choose_language: 'Which language do you prefer?',
  language_chosen: 'Language: English.',
  ask_phone: 'So that our staff can help you, please share your phone number. We use it only to recognise you as a customer, and it is stored encrypted. By pressing the button you agree to this. You can ask general questions without it.',
  share_phone: '📱 Share my number',
  placeholder: 'Press the button or ask a question',
  registered: 'Thank you, you are registered. You can now talk to a person too: /help',
  already_registered: 'You are registered already, all is well.',
  phone_changed: 'Done, your number is updated.',
  refused: {
    foreign_contact: "That is not your own contact. I need the number of your own Telegram account: press “Share my number” below.",
    typed_number: 'I cannot accept a typed number, since anybody could type it. Press “Share my number” below, and Telegram confirms that it is yours.',
    invalid_phone: 'I could not recognise that number. Please try the button below again, or visit a branch.',
    phone_taken: 'This number could not be registered. Please contact a branch or the hotline. You can still ask general questions here.',
  },
};
