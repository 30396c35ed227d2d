import { prove } from './api.js';
import { onLink, onSubmit, show } from './page.js';

let linkToken;

onSubmit('verify', async () => {
  try {
    await prove('verify-email', { token: linkToken });
  } catch (refusal) {
    if (refusal.code === 'invalid-code') show('resend');
    throw refusal;
  }
  linkToken = undefined;
  show('done');
});
onSubmit('resend', async ({ email }) => {
  await prove('verify-email/resend', { email: email.trim() });
  show('sent');
});

onLink((given) => {
  linkToken = given.get('token') ?? undefined;
  show(linkToken ? 'verify' : 'resend');
});
