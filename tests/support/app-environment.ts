import { TestEnvironment } from 'jest-environment-node';

/** What Node itself gives, beside the copies that each test file gets of its own. */
export interface NodeOfWorker {
  require: NodeJS.Require;
  process: NodeJS.Process;
}
declare global {
  // A global of a test file's is declared with var.
  var nodeOfWorker: NodeOfWorker;
}

/** Makes `env` hold exactly `values`. */
export function takeOver(env: NodeJS.ProcessEnv, values: NodeJS.ProcessEnv): void {
  for (const name of Object.keys(env)) if (!(name in values)) Reflect.deleteProperty(env, name);
  Object.assign(env, values);
}

/**
 * Lets a test file load the app through Node's own module cache: Strapi is then read once per worker
 * and not once per file, which takes four seconds each.
 */
export default class AppEnvironment extends TestEnvironment {
  private readonly before = { ...process.env };

  override async setup(): Promise<void> {
    await super.setup();
    this.global.nodeOfWorker = { require, process };
  }

  /** What a test file set for its app is not there for the next. */
  override async teardown(): Promise<void> {
    takeOver(process.env, this.before);
    await super.teardown();
  }
}
