import { prove } from './api.js';
import { onLink, onSubmit, show } from './page.js';

let linkToken;

/** A link that does not work any more leaves nothing to press. */
async function use(path, done) {
  try {
    await prove(path, { token: linkToken });
  } catch (refusal) {
    if (refusal.code === 'invalid-code') show('nothing');
    throw refusal;
  }
  linkToken = undefined;
  show(done);
}

onSubmit('change', () => use('email-change/confirm', 'changed'));
onSubmit('undo', () => use('email-change/undo', 'undone'));

onLink((given) => {
  linkToken = given.get('token') ?? undefined;
  const isUndo = given.has('undo') || given.get('action') === 'undo';
  if (!linkToken) show('nothing');
  else show(isUndo ? 'undo' : 'change');
});
