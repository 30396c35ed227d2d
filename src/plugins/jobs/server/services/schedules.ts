import { createTask, type ScheduledTask, validate } from 'node-cron';

interface Schedule {
  name: string;
  cron: string;
}

interface SchedulesParts {
  /** Adds the job of a moment; the same moment twice must be harmless. */
  add: (name: string, at: Date) => Promise<void>;
  onError: (name: string, error: unknown) => void;
}

/** Adds jobs at the moments that cron expressions (UTC) name. */
export function createSchedules({ add, onError }: SchedulesParts) {
  const schedules: Schedule[] = [];
  let tasks: ScheduledTask[] = [];

  function startOne({ name, cron }: Schedule): ScheduledTask {
    const tick = ({ date }: { date: Date }) =>
      add(name, date).catch((error: unknown) => onError(name, error));
    const task = createTask(cron, tick, { name, timezone: 'UTC', suppressMissedWarning: true });
    // A process that was too busy at the moment itself makes up for it.
    task.on('execution:missed', tick);
    void task.start();
    return task;
  }

  return {
    /** @throws Error on an expression that is none. */
    register(schedule: Schedule): void {
      if (!validate(schedule.cron)) {
        throw new Error(`The schedule of ${schedule.name} is no cron expression: ${schedule.cron}`);
      }
      schedules.push(schedule);
    },
    /** The next moment of a schedule, whether this process keeps it or another. */
    nextOf(name: string): Date | null {
      const schedule = schedules.find((one) => one.name === name);
      if (!schedule) return null;
      // A task of node-cron knows its next moment only while it is started.
      const task = createTask(schedule.cron, () => undefined, { timezone: 'UTC' });
      void task.start();
      const next = task.getNextRun();
      void task.destroy();
      return next;
    },
    start(): void {
      tasks = schedules.map(startOne);
    },
    async stop(): Promise<void> {
      for (const task of tasks) await task.destroy();
      tasks = [];
    },
  };
}
