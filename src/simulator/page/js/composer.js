/**
 * Where a person writes: the text with its reply or edit line, the commands, attachments, voice,
 * stickers and the bot's reply keyboard. Enter sends, Shift+Enter breaks the line.
 */
import { AboutLine, replyFields } from './about-line.js';
import { askLocation, openAttachMenu, sendFiles, shareOwnContact } from './attach.js';
import { BottomPanel } from './bottom-panel.js';
import { isMine } from './chat-state.js';
import { CommandList, matchingCommands } from './commands.js';
import { h } from './dom.js';
import { recordingBar } from './recorder.js';
import { Toolbar } from './toolbar.js';

/** Telegram's limit; its apps send a longer text as several messages. */
const LONGEST_TEXT = 4096;

/** Keys that open a chooser of the real Telegram, which the simulator does not have. */
const ASKING_KEYS = ['request_users', 'request_chat', 'request_poll', 'request_managed_bot', 'web_app'];

const CAPTIONED = ['photo', 'video', 'document', 'audio'];

export class Composer {
  #act;
  #overlay;
  #user;
  #chat = null;
  #askedFor = null;
  #commands = new CommandList((command) => this.#sendCommand(command));
  #about = new AboutLine(() => this.#cancelAbout());
  #panel = new BottomPanel({
    press: (button) => this.#pressKey(button),
    sticker: (emoji) => this.#sendSticker(emoji),
  });
  #bar = new Toolbar({
    typed: () => this.#typed(),
    key: (event) => this.#onKey(event),
    paste: (event) => this.#onPaste(event),
    menu: () => this.#toggleCommands(),
    keyboard: () => this.#toggleKeyboard(),
    stickers: () => this.#toggleStickers(),
    attach: () => this.#openAttach(),
    record: () => this.#record(),
    send: () => void this.#submit(),
  });
  #input = this.#bar.input;
  element = h(
    'div',
    { class: 'composer' },
    this.#commands.element,
    this.#about.element,
    this.#bar.element,
    this.#panel.element,
  );

  constructor({ act, overlay, user }) {
    this.#act = act;
    this.#overlay = overlay;
    this.#user = user;
    this.element.addEventListener('focusout', (event) => {
      if (event.relatedTarget && !this.element.contains(event.relatedTarget)) this.#closeCommands();
    });
    this.#showState();
  }

  get draft() {
    return this.#input.value;
  }

  set draft(text) {
    this.#input.value = text;
    this.#showState();
  }

  show(chat) {
    this.#chat = chat;
    this.#panel.takeKeyboard(chat.replyKeyboard);
    if (this.#about.isGone(chat)) this.#cancelAbout();
    this.#takeForcedReply(chat);
    this.#showState();
  }

  /** Puts a text into the field, ready to be sent. */
  suggest(text) {
    this.#setAbout(null);
    this.draft = text;
    this.#input.focus();
    this.#input.setSelectionRange(text.length, text.length);
  }

  reply(message) {
    this.#setAbout({ kind: 'reply', message });
  }

  edit(message) {
    this.#setAbout({ kind: 'edit', message });
    this.draft = message.text ?? message.caption ?? '';
  }

  #showState() {
    this.#bar.show({
      editing: this.#about.editing,
      hasCommands: (this.#chat?.commands.length ?? 0) > 0,
      commandsOpen: this.#commands.open,
      hasKeyboard: this.#panel.hasKeyboard,
      keyboardShown: this.#panel.keyboardShown,
      canHide: !this.#panel.persistent,
      placeholder: this.#panel.placeholder ?? this.#chat?.forceReply?.input_field_placeholder,
    });
  }

  /** When the bot asks for a reply, the reply line opens by itself, once; the person may still cancel it. */
  #takeForcedReply({ forceReply, messages }) {
    const asked = forceReply?.message_id ?? null;
    const message = messages.find((one) => one.message_id === asked);
    if (asked === this.#askedFor || (asked !== null && !message)) return;
    const before = this.#askedFor;
    this.#askedFor = asked;
    const answering = this.#about.current?.kind === 'reply' ? this.#about.current.message.message_id : null;
    if (message) this.#setAbout({ kind: 'reply', message }, ownsFocus(this.element));
    else if (answering === before) this.#setAbout(null);
  }

  #typed() {
    this.#commands.show(matchingCommands(this.#input.value, this.#chat?.commands ?? []));
    this.#showState();
  }

  #onKey(event) {
    if (event.isComposing || this.#commands.onKey(event)) return;
    if (event.key === 'Escape' && this.#about.current) this.#cancelAbout();
    if (event.key === 'ArrowUp' && this.#input.value === '') this.#editLast(event);
    if (event.key !== 'Enter' || event.shiftKey) return;
    event.preventDefault();
    void this.#submit();
  }

  #editLast(event) {
    const last = this.#chat?.messages.findLast((one) => isMine(one) && one.text !== undefined);
    if (!last) return;
    event.preventDefault();
    this.edit(last);
  }

  #onPaste(event) {
    const files = [...event.clipboardData.files];
    if (files.length === 0) return;
    event.preventDefault();
    void sendFiles(files, true, this.#attaching(), this.#overlay);
  }

  /** Clears the field at once, as a phone does, and gives the text back when it could not be sent. */
  async #submit() {
    const text = this.#input.value.trim();
    const about = this.#about.current;
    if (text === '') return;
    this.#setAbout(null);
    this.draft = '';
    this.#commands.close();
    this.#input.focus();
    const done = about?.kind === 'edit' ? this.#act.edit(about.message, text) : this.#sendText(text, about);
    if ((await done) !== undefined || this.draft !== '') return;
    this.#setAbout(about);
    this.draft = text;
  }

  async #sendText(text, about) {
    let sent = await this.#act.send({ text: text.slice(0, LONGEST_TEXT), ...replyFields(about) });
    for (let from = LONGEST_TEXT; sent && from < text.length; from += LONGEST_TEXT) {
      sent = await this.#act.send({ text: text.slice(from, from + LONGEST_TEXT) });
    }
    return sent;
  }

  #sendCommand(command) {
    this.#commands.close();
    this.draft = '';
    void this.#act.command(`/${command}`);
    this.#input.focus();
  }

  #sendSticker(emoji) {
    void this.#act.send({ sticker: { emoji }, ...replyFields(this.#about.current) });
    this.#panel.close();
    this.#setAbout(null);
  }

  #pressKey(button) {
    this.#showState();
    if (button.request_contact) void shareOwnContact(this.#act, this.#overlay, this.#user());
    else if (button.request_location) void askLocation(this.#act, this.#overlay);
    else if (ASKING_KEYS.some((key) => button[key])) this.#act.unsupported();
    else void this.#act.send({ text: button.text });
  }

  #closeCommands() {
    this.#commands.close();
    this.#showState();
  }

  #toggleCommands() {
    if (this.#commands.open) this.#commands.close();
    else this.#commands.show(this.#chat?.commands ?? []);
    this.#showState();
    this.#input.focus();
  }

  #toggleKeyboard() {
    this.#panel.toggleKeyboard();
    this.#showState();
  }

  #toggleStickers() {
    this.#panel.toggleStickers();
    this.#showState();
  }

  #openAttach() {
    const box = this.#bar.attach.getBoundingClientRect();
    const own = () => void shareOwnContact(this.#act, this.#overlay, this.#user());
    const at = { x: box.right, y: box.top - 340 };
    openAttachMenu({
      act: this.#attaching(),
      overlay: this.#overlay,
      at,
      own,
      stickers: () => this.#toggleStickers(),
    });
  }

  /** Sends what is attached as Telegram does: in answer to the message in the reply line, with the field's text as its caption. */
  #attaching() {
    const about = this.#about.current;
    const send = async (what) => {
      const caption = about?.kind !== 'edit' && CAPTIONED.some((kind) => what[kind]) ? this.draft.trim() : '';
      if (about?.kind === 'reply' && about === this.#about.current) this.#setAbout(null);
      if (caption !== '') this.draft = '';
      const sent = await this.#act.send({ ...what, ...(caption !== '' && { caption }), ...replyFields(about) });
      if (sent === undefined && this.draft === '') this.draft = caption;
      return sent;
    };
    return { ...this.#act, send };
  }

  #record() {
    const bar = recordingBar((voice) => {
      this.#bar.element.hidden = false;
      if (voice) void this.#act.send({ voice, ...replyFields(this.#about.current) });
      this.#setAbout(null);
      this.#bar.mic.focus();
    });
    this.#bar.element.hidden = true;
    this.#bar.element.after(bar.element);
    bar.focus();
  }

  #cancelAbout() {
    if (this.#about.editing) this.draft = '';
    this.#setAbout(null);
  }

  #setAbout(about, focus = about !== null) {
    this.#about.set(about);
    this.#showState();
    if (focus) this.#input.focus();
  }
}

/** False while somebody types on another phone, whose field must not lose the keyboard. */
function ownsFocus(element) {
  const { activeElement } = document;
  return activeElement === document.body || (element.closest('.phone')?.contains(activeElement) ?? false);
}
