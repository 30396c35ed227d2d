// What all of these pages do: one step at a time, faults at their fields, nothing before a button.

export const find = (selector, within = document) => within.querySelector(selector);

const alertBox = find('[role=alert]');
const notice = find('[role=status]');

/** Takes the secret out of the address, where it would stay in the history and could be copied. */
export function takeFragment() {
  const given = new URLSearchParams(location.hash.slice(1));
  if (location.hash !== '') history.replaceState(null, '', location.pathname + location.search);
  return given;
}

/** Starts with what the address says, and again when another link is opened in this tab. */
export function onLink(begin) {
  begin(takeFragment());
  addEventListener('hashchange', () => {
    if (location.hash !== '') begin(takeFragment());
  });
}

export function say(text) {
  notice.textContent = text;
}

function clearFaults() {
  alertBox.textContent = '';
  for (const fault of document.querySelectorAll('.fault')) fault.textContent = '';
  for (const input of document.querySelectorAll('[aria-invalid]')) {
    input.removeAttribute('aria-invalid');
  }
}

/** Shows one step and no other, and tells readers of screens where they are. */
export function show(name, text = '') {
  clearFaults();
  say(text);
  for (const step of document.querySelectorAll('[data-step]')) {
    step.hidden = step.dataset.step !== name;
  }
  const step = find(`[data-step="${name}"]`);
  document.title = `${find('h1', step).textContent} · Shoal`;
  (find('input', step) ?? find('h1', step)).focus();
  return step;
}

const waitOf = (seconds) =>
  seconds > 90 ? `${Math.ceil(seconds / 60)} minutes` : `${seconds} seconds`;

function wordsOf({ code, message, retryAfterSeconds }) {
  if (code === 'rate-limited' && retryAfterSeconds) {
    return `That was too often. Try again in ${waitOf(retryAfterSeconds)}.`;
  }
  if (code === 'csrf-failed') return 'This page is too old. Load it again and start anew.';
  return message || 'Something went wrong. Try again in a moment.';
}

/** Puts a fault at its field when the step has one of that name. */
export function markFault(step, name, message) {
  const input = find(`[name="${name}"]`, step);
  if (!input) return false;
  input.setAttribute('aria-invalid', 'true');
  find(`#${input.getAttribute('aria-describedby').split(' ').at(-1)}`).textContent = message;
  return true;
}

function tell(step, refusal) {
  const marked = Object.entries(refusal.faults ?? {}).filter(([name, message]) =>
    markFault(step, name, message),
  );
  if (marked.length > 0) find('[aria-invalid]', step).focus();
  else alertBox.textContent = wordsOf(refusal);
}

/**
 * Runs `act` when the form of a step is sent, once at a time. A refusal that `act` does not know is
 * told; anything else is a fault of this page.
 */
export function onSubmit(name, act) {
  const step = find(`[data-step="${name}"]`);
  find('form', step).addEventListener('submit', async (event) => {
    event.preventDefault();
    const button = find('button.main', step);
    if (button.disabled) return;
    clearFaults();
    say('');
    button.disabled = true;
    step.setAttribute('aria-busy', 'true');
    try {
      await act(Object.fromEntries(new FormData(event.target)), step);
    } catch (refusal) {
      if (refusal.code === undefined) console.error(refusal);
      tell(step, refusal);
    } finally {
      button.disabled = false;
      step.removeAttribute('aria-busy');
    }
  });
}

/** A time as the reader's own calendar and clock have it. */
export const asTime = (iso) =>
  new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' }).format(
    new Date(iso),
  );
