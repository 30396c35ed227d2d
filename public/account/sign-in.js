import { signOut, startSession } from './api.js';
import { asTime, find, onLink, onSubmit, say, show } from './page.js';

const resend = find('#resend');
const wantedRedirect = new URLSearchParams(location.search).get('redirectTo') ?? undefined;

let linkToken;
let flow;
let csrfToken;
let countdown;

/** Where the server sends people is where they asked to go when they asked for the mail. */
function arrive({ user, redirectTo, csrfToken: given }) {
  csrfToken = given;
  linkToken = undefined;
  flow = undefined;
  if (redirectTo) {
    say('You are signed in. Going on …');
    location.assign(redirectTo);
    return;
  }
  find('#account').textContent = user.email;
  show('signed-in', 'You are signed in.');
}

function countDown(seconds) {
  clearInterval(countdown);
  const end = Date.now() + seconds * 1000;
  const tick = () => {
    const left = Math.ceil((end - Date.now()) / 1000);
    resend.disabled = left > 0;
    resend.textContent = left > 0 ? `Send it again (in ${left} s)` : 'Send it again';
    if (left <= 0) clearInterval(countdown);
  };
  countdown = setInterval(tick, 1000);
  tick();
}

async function requestMail(email) {
  const { flowId, resendAfterSeconds } = await startSession('magic-link', {
    email,
    redirectTo: wantedRedirect,
  });
  flow = { flowId, email };
  find('#sent-to').textContent = email;
  find('#code').value = '';
  countDown(resendAfterSeconds);
}

async function useLink(confirm) {
  try {
    arrive(await startSession('verify', { token: linkToken, confirm }));
  } catch (refusal) {
    if (refusal.code === 'confirmation-required') {
      const { requestedAt, requestedFrom } = refusal.problem;
      find('#asked-at').textContent = asTime(requestedAt);
      find('#asked-from').textContent = requestedFrom;
      show('confirm');
      return;
    }
    if (refusal.code === 'invalid-code') {
      linkToken = undefined;
      show('email');
    }
    throw refusal;
  }
}

onSubmit('email', async ({ email }) => {
  await requestMail(email.trim());
  show('code');
});
onSubmit('code', async ({ code }) => {
  const digits = code.replace(/\D/g, '');
  arrive(await startSession('verify-otp', { flowId: flow.flowId, code: digits }));
});
onSubmit('password', async (given) => {
  const credentials = { identifier: given.identifier.trim(), password: given.password };
  arrive(await startSession('login', credentials));
  find('#password').value = '';
});
onSubmit('link', () => useLink());
onSubmit('confirm', () => useLink(true));
onSubmit('signed-in', async () => {
  await signOut(csrfToken);
  show('email', 'You are signed out.');
});

resend.addEventListener('click', async () => {
  resend.disabled = true;
  try {
    await requestMail(flow.email);
    say('Asked for a new mail. The one before does not work any more.');
  } catch (refusal) {
    say('');
    find('[role=alert]').textContent = refusal.message;
    countDown(refusal.retryAfterSeconds ?? 10);
  }
});
for (const button of document.querySelectorAll('[data-go]')) {
  button.addEventListener('click', () => {
    linkToken = undefined;
    show(button.dataset.go);
  });
}

onLink((given) => {
  linkToken = given.get('token') ?? undefined;
  show(linkToken ? 'link' : 'email');
});
