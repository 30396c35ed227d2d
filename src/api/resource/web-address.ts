/** An address that a browser opens as a page; no script, no file, no other program. */
export const isWebAddress = (text: string): boolean =>
  /^https?:\/\/\S+$/.test(text) && URL.canParse(text);
