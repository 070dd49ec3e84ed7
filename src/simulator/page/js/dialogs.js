/** The page's own dialogs: adding a phone, adding a bot. */
import { h } from './dom.js';
import { language, t } from './i18n.js';
import { PHONE_LANGUAGES } from './phone-menu.js';
import { roleName, ROLES } from './roles.js';

/** Asks for a new user; answers the fields for the control API, or null. */
export function askUser(count) {
  const roles = ROLES.map((role) => [role, roleName(role)]);
  return ask('add-phone', t('page.add'), t('form.add'), [
    input('first_name', t('form.name'), { required: true, maxlength: 64 }),
    input('phone', t('form.phone'), {
      required: true,
      type: 'tel',
      value: nextPhone(count),
      pattern: '\\+?[0-9]{7,15}',
    }),
    select('language_code', t('form.language'), PHONE_LANGUAGES),
    select('sim_role', t('form.role'), [['', t('form.noRole')], ...roles]),
  ]);
}

export function askBot() {
  return ask('add-bot', t('page.addBot'), t('form.add'), [
    input('token', t('form.token'), {
      required: true,
      pattern: '[0-9]+:[\\w\\-]+',
      placeholder: '1234567:token',
    }),
    input('name', t('form.botName'), { required: true }),
    input('username', t('form.username'), {
      required: true,
      pattern: '\\w{4,32}',
      placeholder: 'my_bank_bot',
    }),
  ]);
}

/** A number that looks artificial and differs from phone to phone. */
function nextPhone(count) {
  return `+7700000${String(count + 1).padStart(4, '0')}`;
}

function input(name, label, props) {
  return h(
    'label',
    { class: 'field' },
    h('span', {}, label),
    h('input', { name, autocomplete: 'off', ...props }),
  );
}

function select(name, label, options) {
  const choices = options.map(([value, text]) =>
    h('option', { value, selected: value === language() }, text),
  );
  return h('label', { class: 'field' }, h('span', {}, label), h('select', { name }, choices));
}

function ask(testid, title, yes, fields) {
  return new Promise((resolve) => {
    const cancel = h('button', { type: 'button', onclick: () => dialog.close() }, t('form.cancel'));
    const buttons = h(
      'div',
      { class: 'sheet-buttons' },
      cancel,
      h('button', { type: 'submit', testid: 'dialog-yes' }, yes),
    );
    const form = h('form', { method: 'dialog', class: 'sheet' }, h('h2', {}, title), fields, buttons);
    const dialog = h('dialog', { class: 'page-dialog', testid, 'aria-label': title }, form);
    form.addEventListener('submit', () => resolve(filled(new FormData(form))));
    dialog.addEventListener('close', () => {
      dialog.remove();
      resolve(null);
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}

function filled(data) {
  return Object.fromEntries(
    [...data].map(([name, value]) => [name, value.trim()]).filter(([, value]) => value !== ''),
  );
}
