import { fork, type ChildProcess, type Serializable } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

interface ServerProcess {
  /** A compiled file of this folder that says `ready`. */
  file: string;
  args: string[];
  message?: Serializable;
  env?: NodeJS.ProcessEnv;
  /** Options of Node.js. */
  execArgv?: string[];
}

/** Starts a server of a measurement as a process of its own and waits until it is ready. */
export async function forkServer({
  file,
  args,
  message,
  env,
  execArgv,
}: ServerProcess): Promise<ChildProcess> {
  const child = fork(path.join(__dirname, file), args, {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    ...(env && { env }),
    ...(execArgv && { execArgv }),
  });
  if (message !== undefined) child.send(message);
  const first: unknown[] = await Promise.race([once(child, 'message'), once(child, 'exit')]);
  if (first[0] !== 'ready') throw new Error(`${file} did not start.`);
  return child;
}
