import { fork, type ChildProcess } from 'node:child_process';
import path from 'node:path';
import { createWorkLine, LineFull } from '../../../../lib/work-line';
import { tooManyUploads } from '../errors';
import type { Inspection, Verdict } from '../inspection/verdict';

const PROCESS_FILE = path.join(__dirname, '..', 'inspection', 'inspecting-process.js');
const AT_ONCE = 2;
const MOST_WAITING = 50;
/** A process that nobody needed for so long ends; the next file starts another. */
const IDLE_MS = 30_000;

const tooHard: Verdict = {
  isAccepted: false,
  reason: 'The file is damaged, or too much work to look into.',
};

interface Answer {
  id: number;
  verdict: Verdict;
}

/** Has a process of its own say what files are, and takes over nothing from it but the verdict. */
export function createInspector({ limitSeconds }: { limitSeconds: number }) {
  const line = createWorkLine({ atOnce: AT_ONCE, maxWaiting: MOST_WAITING });
  const idle: { child: ChildProcess; timer: NodeJS.Timeout }[] = [];
  const running = new Set<ChildProcess>();
  let lastId = 0;

  function start(): ChildProcess {
    // It reads what strangers made, so it gets no secret to lose and no word in our log.
    const child = fork(PROCESS_FILE, {
      env: {},
      execArgv: [],
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    running.add(child);
    child.once('exit', () => running.delete(child));
    return child;
  }

  function take(): ChildProcess {
    for (let place = idle.pop(); place; place = idle.pop()) {
      clearTimeout(place.timer);
      if (place.child.connected) return place.child;
    }
    return start();
  }

  /** It stays for the next file, but does not keep our own process from ending. */
  function putBack(child: ChildProcess): void {
    child.unref();
    child.channel?.unref();
    const timer = setTimeout(() => child.kill('SIGKILL'), IDLE_MS);
    timer.unref();
    idle.push({ child, timer });
  }

  function ask(child: ChildProcess, inspection: Inspection): Promise<Verdict | undefined> {
    return new Promise((resolve) => {
      const finish = (verdict: Verdict | undefined): void => {
        clearTimeout(timer);
        child.off('message', hear).off('exit', leave).off('error', leave);
        resolve(verdict);
      };
      // Our own code on the other side sent it; whatever broke in there cannot say what it wants.
      const hear = (message: unknown): void => {
        const { id, verdict } = message as Answer;
        if (id === inspection.id) finish(verdict);
      };
      const leave = (): void => finish(undefined);
      const timer = setTimeout(leave, limitSeconds * 1000);
      child.on('message', hear).on('exit', leave).on('error', leave);
      child.send(inspection, (error) => error && leave());
    });
  }

  async function inspectNow(asked: Omit<Inspection, 'id'>): Promise<Verdict> {
    const child = take();
    child.ref();
    child.channel?.ref();
    const verdict = await ask(child, { ...asked, id: (lastId += 1) });
    if (verdict) putBack(child);
    else child.kill('SIGKILL');
    return verdict ?? tooHard;
  }

  return {
    /** @throws Problem `overloaded` when too many files wait already. */
    async inspect(asked: Omit<Inspection, 'id'>): Promise<Verdict> {
      try {
        return await line.run(() => inspectNow(asked));
      } catch (error) {
        throw error instanceof LineFull ? tooManyUploads() : error;
      }
    },

    /** Ends the processes. */
    stop(): void {
      for (const { timer } of idle) clearTimeout(timer);
      for (const child of running) child.kill('SIGKILL');
    },
  };
}

export type Inspector = ReturnType<typeof createInspector>;
