export const broadcasts = {
  ask: 'What shall I send? Reply to this message with a text, photo, video or file.',
  cannot_send: 'That cannot be broadcast. Reply to this message with a text, photo, video or file.',
  draft: {
    title: '📣 Broadcast #{{id}}: draft',
    hint: 'Above is what customers will see.',
  },
  audience: 'Recipients: {{count}}',
  state: {
    draft: '📝 Broadcast #{{id}}: draft',
    to_approve: '⏳ Broadcast #{{id}}: waiting for approval',
    scheduled: '🕒 Broadcast #{{id}}: scheduled',
    preparing: '🧮 Broadcast #{{id}}: gathering recipients',
    running: '📣 Broadcast #{{id}}: sending',
    paused: '⏸ Broadcast #{{id}}: paused',
    finished: '✅ Broadcast #{{id}}: finished',
    cancelled: '⏹ Broadcast #{{id}}: cancelled',
  },
  counts:
    'Sent: {{sent}} · waiting: {{waiting}} · blocked the bot: {{blocked}} · failed: {{failed}} · unknown: {{unknown}} · cancelled: {{cancelled}}',
  move: {
    send: '✅ Send',
    pause: '⏸ Pause',
    resume: '▶️ Resume',
    cancel: '⏹ Cancel',
    discard: '🗑 Discard',
  },
  moved_before: 'That was done already, or is no longer possible.',
  unsubscribe: '🔕 Unsubscribe',
  subscribed: 'You are subscribed to news from the bank again.',
  subscribed_before: 'You are subscribed to news from the bank.',
  unsubscribed: 'You will get no more news from the bank. To get them again: /subscribe',
  unsubscribed_before: 'You are unsubscribed already. To get news again: /subscribe',
};
