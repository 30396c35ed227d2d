import { render } from 'mustache';
import { escapeHtml } from '../http/escape-html';
import { htmlTemplate } from './templates/html';
import { textTemplate } from './templates/text';

/**
 * The words of one mail. `{{name}}` stands for a value, `{{#name}}...{{/name}}` for what is said
 * only when there is one; a line that comes out empty is left out.
 */
export interface MailWords {
  /** Never holds a value: what people typed does not belong in subject lines. */
  subject: string;
  /** What a mailbox shows behind the subject. */
  preheader: string;
  heading: string;
  before: string[];
  /** On the button that leads to `link`. */
  button: string;
  /** Between the button and the code; only for mails that have a code. */
  code?: string;
  after: string[];
}

/** What all mails of one sender say. */
export interface MailFrame {
  language: string;
  product: string;
  /** Above the address of the button, for those whose mail program shows no buttons. */
  copyLink: string;
  footer: string;
}

export interface ComposedMail {
  subject: string;
  text: string;
  html: string;
}

/** Plain text by the names that stand in the words; `link` is a complete address. */
export type MailValues = Readonly<Record<string, string | undefined>>;

/** Line breaks and control signs in a value would let it write lines of its own. */
const onOneLine = (value: string) => value.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ').trim();

interface Parts {
  words: MailWords;
  frame: MailFrame;
  values: Record<string, string>;
}

/** The words of a mail with the values in them, each value escaped for where it goes. */
function fillWords({ words, frame, values }: Parts, escape: (value: string) => string) {
  const fill = (template: string) => render(template, values, undefined, { escape });
  const fillLines = (lines: string[]) => lines.map(fill).filter((line) => line !== '');
  return {
    heading: fill(words.heading),
    preheader: fill(words.preheader),
    before: fillLines(words.before),
    button: words.button,
    codeIntro: words.code ?? '',
    after: fillLines(words.after),
    link: values['link'],
    code: words.code === undefined ? undefined : values['code'],
    footer: frame.footer,
  };
}

/**
 * Writes a mail in both its forms. What the values hold stays what it is: no markup, no template,
 * no new line, and none of it in the subject.
 */
export function composeMail(words: MailWords, frame: MailFrame, given: MailValues): ComposedMail {
  const values: Record<string, string> = {};
  for (const [key, value] of Object.entries(given)) {
    if (value !== undefined) values[key] = onOneLine(value);
  }
  const parts = { words, frame, values };
  const { language, product, copyLink } = frame;
  const shown = { language, product, copyLink, subject: words.subject };
  const asHtml = fillWords(parts, escapeHtml);
  return {
    subject: words.subject,
    text: render(
      textTemplate,
      fillWords(parts, (value) => value),
    ),
    html: render(htmlTemplate, { ...shown, ...asHtml }, undefined, { escape: escapeHtml }),
  };
}
