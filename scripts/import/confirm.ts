import { createInterface } from 'node:readline/promises';
import type { Readable, Writable } from 'node:stream';

interface Terminal {
  input: Readable & { isTTY?: boolean };
  output: Writable;
}

/**
 * Asks a person whether to go on.
 * @returns `null` where nobody can be asked.
 */
export async function confirm(
  question: string,
  { input, output }: Terminal,
): Promise<boolean | null> {
  if (!input.isTTY) return null;
  const prompt = createInterface({ input, output });
  try {
    return /^y(es)?$/i.test((await prompt.question(`${question} [y/N] `)).trim());
  } finally {
    prompt.close();
  }
}
