import { render } from 'mustache';
import { escapeHtml } from '../../../../lib/http/escape-html';
import type { MailName, MailValues } from './mail-values';
import { en } from './strings/en';
import { htmlTemplate } from './templates/html';
import { textTemplate } from './templates/text';

export interface ComposedMail {
  subject: string;
  text: string;
  html: string;
}

/** Line breaks and control signs in a value would let it write lines of its own. */
const onOneLine = (value: string) => value.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ').trim();

type Values = Record<string, string>;

/** The words of a mail with the values in them, each value escaped for where it goes. */
function fillWords(name: MailName, values: Values, escape: (value: string) => string) {
  const words = en.mails[name];
  const fill = (template: string) => render(template, values, undefined, { escape });
  const fillLines = (lines: string[]) => lines.map(fill).filter((line) => line !== '');
  return {
    heading: fill(words.heading),
    preheader: fill(words.preheader),
    before: fillLines(words.before),
    button: words.button,
    codeIntro: words.code ?? '',
    after: fillLines(words.after),
    link: values.link,
    code: words.code === undefined ? undefined : values.code,
    footer: en.footer,
  };
}

/**
 * Writes a mail in both its forms. What the values hold stays what it is: no markup, no template,
 * no new line, and none of it in the subject.
 */
export function composeMail<Name extends MailName>(
  name: Name,
  values: MailValues[Name],
): ComposedMail {
  const lines: Values = {};
  for (const [key, value] of Object.entries(values) as [string, string | undefined][]) {
    if (value !== undefined) lines[key] = onOneLine(value);
  }
  const { subject } = en.mails[name];
  const asText = fillWords(name, lines, (value) => value);
  const asHtml = fillWords(name, lines, escapeHtml);
  const frame = { language: en.language, product: en.product, copyLink: en.copyLink, subject };
  return {
    subject,
    text: render(textTemplate, asText),
    html: render(htmlTemplate, { ...frame, ...asHtml }, undefined, { escape: escapeHtml }),
  };
}
