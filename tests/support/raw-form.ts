import { request } from 'node:http';
import type { TestApp } from './app';

const BOUNDARY = 'kelp';

/** One file of a form, under a name of any bytes. */
export const formPart = (name: string, content: string | Buffer = 'whales'): Buffer =>
  Buffer.concat([
    Buffer.from(
      `--${BOUNDARY}\r\nContent-Disposition: form-data; name="files"; filename="${name}"`,
    ),
    Buffer.from('\r\n\r\n'),
    Buffer.from(content),
    Buffer.from('\r\n'),
  ]);

export const formEnd = `--${BOUNDARY}--\r\n`;

export interface FormAnswer {
  status: number;
  /** Whatever JSON there is; a test asserts what it reads. */
  body: ReturnType<typeof JSON.parse>;
}

/** Sends a body as it is to the door for uploads, as a form unless the headers say otherwise. */
export function sendForm(
  { url }: TestApp,
  headers: Record<string, string>,
  body: Buffer | string,
): Promise<FormAnswer> {
  return new Promise((resolve, reject) => {
    const sent = request(`${url}/api/uploads`, {
      method: 'POST',
      // A body that never comes would be taken out of the next request's.
      agent: false,
      headers: { 'content-type': `multipart/form-data; boundary=${BOUNDARY}`, ...headers },
    });
    sent.on('error', reject).on('response', (answer) => {
      let said = '';
      answer.on('data', (chunk: Buffer) => (said += chunk.toString()));
      answer.on('end', () =>
        resolve({ status: answer.statusCode ?? 0, body: JSON.parse(said) as unknown }),
      );
    });
    sent.end(body);
  });
}
