/** The plain text part of every mail. Its values are lines of text that need no escaping. */
export const textTemplate = `{{{heading}}}

{{#before}}
{{{.}}}

{{/before}}
{{{button}}}:
{{{link}}}

{{#code}}
{{{codeIntro}}}
{{{code}}}

{{/code}}
{{#after}}
{{{.}}}

{{/after}}
-- 
{{{footer}}}
`;
