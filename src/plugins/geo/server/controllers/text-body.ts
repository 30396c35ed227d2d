/**
 * The text of an answer as bytes, made once. Koa and Node.js count, join and copy a text on its way to
 * the socket, and the garbage collector moves it, which shows when a page holds many features.
 */
export const textBody = (text: string): Buffer => Buffer.from(text);
