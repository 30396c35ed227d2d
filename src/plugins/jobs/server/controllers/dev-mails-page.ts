import { escapeHtml } from '../../../../lib/http/escape-html';
import type { RecentMail } from '../services/recent-mails';

/** Nothing runs and nothing is fetched; the mail in its frame inherits this. */
export const MAIL_PAGE_POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const page = (title: string, body: string) => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<style>
:root { color-scheme: light dark; }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; padding: 0.4rem 0.8rem 0.4rem 0; border-bottom: 1px solid #8886; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; }
iframe { width: 100%; height: 48rem; border: 1px solid #8886; }
</style>
</head>
<body>
${body}
</body>
</html>
`;

const timeOf = (moment: Date) => moment.toISOString().slice(11, 19);

const row = ({ id, kind, to, subject, sentAt }: RecentMail) => `<tr>
<td>${timeOf(sentAt)}</td><td>${escapeHtml(to)}</td><td>${escapeHtml(kind)}</td>
<td><a href="/dev/mails/${encodeURIComponent(id)}">${escapeHtml(subject)}</a></td>
</tr>`;

/** The last mails, newest first. */
export function mailListPage(mails: RecentMail[]): string {
  const table = `<table>
<thead><tr><th>Time (UTC)</th><th>To</th><th>Kind</th><th>Subject</th></tr></thead>
<tbody>
${mails.map(row).join('\n')}
</tbody>
</table>`;
  const body = mails.length > 0 ? table : '<p>No mail was sent since the server started.</p>';
  return page('Mails', `<h1>Mails</h1>\n${body}`);
}

/** Escaped text in which the addresses are links. */
const withLinks = (text: string) =>
  escapeHtml(text).replace(/https?:\/\/\S+/g, (address) => `<a href="${address}">${address}</a>`);

/** One mail: its text, whose links work, and what a mail program would make of its HTML. */
export const mailPage = ({ to, subject, text, html, sentAt }: RecentMail): string =>
  page(
    subject,
    `<p><a href="/dev/mails">All mails</a></p>
<h1>${escapeHtml(subject)}</h1>
<p>To ${escapeHtml(to)}, ${timeOf(sentAt)} UTC</p>
<h2>Text</h2>
<pre>${withLinks(text)}</pre>
<h2>HTML</h2>
<iframe sandbox title="The mail as HTML" srcdoc="${escapeHtml(html)}"></iframe>`,
  );
