const FONT = "font-family:system-ui,-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif";
const TEXT = `margin:0 0 16px;${FONT};font-size:16px;line-height:24px;color:#14303b`;
const SMALL = `margin:0 0 8px;${FONT};font-size:14px;line-height:20px;color:#4a626c`;

/**
 * The HTML part of every mail: one column, no picture, nothing fetched. Styles stand at their
 * elements, since many mail programs drop a style sheet; the sheet only adds the dark colours.
 * Lines that come as \`{{{...}}}\` were escaped when their values went in.
 */
export const htmlTemplate = `<!doctype html>
<html lang="{{language}}" dir="ltr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>{{subject}}</title>
<style>
:root { color-scheme: light dark; supported-color-schemes: light dark; }
@media (prefers-color-scheme: dark) {
  .page { background-color: #0c1b21 !important; }
  .card { background-color: #14262e !important; border-color: #2b4550 !important; }
  .text, .code { color: #e4eef2 !important; }
  .small, .small a { color: #a9bec7 !important; }
  .code { background-color: #0c1b21 !important; border-color: #2b4550 !important; }
}
</style>
</head>
<body class="page" style="margin:0;padding:0;background-color:#eef4f6">
<div style="display:none;max-height:0;overflow:hidden;opacity:0">{{{preheader}}}</div>
<table role="presentation" class="page" width="100%" cellpadding="0" cellspacing="0" style="background-color:#eef4f6">
<tr><td align="center" style="padding:32px 16px">
<table role="presentation" class="card" width="100%" cellpadding="0" cellspacing="0" style="max-width:560px;background-color:#ffffff;border:1px solid #d3e0e5;border-radius:8px">
<tr><td align="left" style="padding:32px">
<p class="small" style="${SMALL}">{{product}}</p>
<h1 class="text" style="margin:0 0 16px;${FONT};font-size:24px;line-height:32px;font-weight:600;color:#14303b">{{{heading}}}</h1>
{{#before}}
<p class="text" style="${TEXT}">{{{.}}}</p>
{{/before}}
<table role="presentation" cellpadding="0" cellspacing="0" style="margin:8px 0 24px">
<tr><td style="background-color:#0b5f7c;border-radius:6px">
<a href="{{link}}" style="display:inline-block;padding:12px 24px;border:1px solid #0b5f7c;border-radius:6px;${FONT};font-size:16px;line-height:24px;font-weight:600;color:#ffffff;text-decoration:none">{{{button}}}</a>
</td></tr>
</table>
{{#code}}
<p class="text" style="${TEXT}">{{{codeIntro}}}</p>
<p class="code" style="margin:0 0 24px;padding:12px 16px;background-color:#eef4f6;border:1px solid #d3e0e5;border-radius:6px;font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;font-size:28px;line-height:36px;letter-spacing:6px;color:#14303b">{{code}}</p>
{{/code}}
{{#after}}
<p class="text" style="${TEXT}">{{{.}}}</p>
{{/after}}
<p class="small" style="${SMALL}">{{{copyLink}}}</p>
<p class="small" style="${SMALL};word-break:break-all"><a href="{{link}}" style="color:#4a626c">{{link}}</a></p>
</td></tr>
</table>
<p class="small" style="max-width:560px;margin:16px auto 0;${FONT};font-size:13px;line-height:18px;color:#4a626c">{{{footer}}}</p>
</td></tr>
</table>
</body>
</html>
`;
