import { describeMailFailure, isUnknownRecipient } from './mail-failure';

const smtpError = (message: string, details: object) => Object.assign(new Error(message), details);
const greylisted = smtpError("Can't send mail - 450 4.2.0 <jane@example.org> come back later", {
  code: 'EENVELOPE',
  command: 'RCPT TO',
  responseCode: 450,
});

it('says what failed and not for whom', () => {
  expect(describeMailFailure(greylisted)).toBe('EENVELOPE RCPT TO 450');
  expect(describeMailFailure(smtpError('connect ECONNREFUSED', { code: 'ESOCKET' }))).toBe(
    'ESOCKET',
  );
  expect(describeMailFailure(new Error('gave up on <jane@example.org> today'))).toBe(
    'gave up on (address) today',
  );
});

it('knows a mailbox that does not exist from one that does not answer', () => {
  const unknown = smtpError('', { command: 'RCPT TO', responseCode: 550 });
  expect(isUnknownRecipient(unknown)).toBe(true);
  expect(isUnknownRecipient(greylisted)).toBe(false);
  expect(isUnknownRecipient(smtpError('', { command: 'DATA', responseCode: 550 }))).toBe(false);
  expect(isUnknownRecipient(new Error('broken pipe'))).toBe(false);
});

it('copes with what is no error at all', () => {
  expect([describeMailFailure(undefined), isUnknownRecipient(undefined)]).toEqual([
    'unknown',
    false,
  ]);
});
