import { prove } from './api.js';
import { markFault, onLink, onSubmit, show } from './page.js';

let linkToken;

onSubmit('set', async ({ password, again }, step) => {
  if (password !== again) {
    markFault(step, 'again', 'The two passwords differ.');
    step.querySelector('[name=again]').focus();
    return;
  }
  try {
    await prove('password-reset/confirm', { token: linkToken, password });
  } catch (refusal) {
    if (refusal.code === 'invalid-code') show('request');
    throw refusal;
  }
  linkToken = undefined;
  step.querySelector('form').reset();
  show('done');
});
onSubmit('request', async ({ email }) => {
  await prove('password-reset', { email: email.trim() });
  show('sent');
});

onLink((given) => {
  linkToken = given.get('token') ?? undefined;
  show(linkToken ? 'set' : 'request');
});
