export const common = {
  commands: {
    start: 'Start over',
    help: 'Talk to a person',
    end: 'End the conversation',
    language: 'Change the language',
    privacy: 'Your data: see, export, erase',
    queue: 'Who is waiting',
    admin: 'Admin panel',
    stats: 'Figures of the last 24 hours',
  },
  failed: 'Something went wrong with your message, and we know about it. Please try again, or talk to a person: /help',
  blocked: 'The bank has suspended this chat for you. Please visit a branch or call the bank if you have questions.',
  forbidden: 'Sorry, you do not have access to this.',
  stale: 'This button no longer works.',
  too_fast: "You are writing too fast, and I'm not reading these messages any more. Please wait a minute and write again.",
  very_busy: 'Very many people are writing to us just now. Please try again in a minute.',
  unknown_command: 'There is no such command. Just ask in your own words, or talk to a person: /help',
};
