import { type ChildProcess, spawn } from 'node:child_process';
import { Redis } from 'ioredis';
import { freePort, until } from './launcher-process';

export interface RedisServer {
  url: string;
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** A Redis of the test's own, on a free port; it is not started yet. Needs Debian's redis-server. */
export async function createRedisServer(): Promise<RedisServer> {
  const port = await freePort();
  let server: ChildProcess | undefined;

  const answers = async (): Promise<boolean> => {
    const redis = new Redis(port, '127.0.0.1', { lazyConnect: true, retryStrategy: () => null });
    redis.on('error', () => undefined);
    try {
      await redis.connect();
      return (await redis.ping()) === 'PONG';
    } catch {
      return false; // not yet
    } finally {
      redis.disconnect();
    }
  };

  return {
    url: `redis://127.0.0.1:${port}`,
    async start() {
      const settings = ['--port', String(port), '--bind', '127.0.0.1', '--save', ''];
      const started = spawn('redis-server', settings, { stdio: 'ignore' });
      process.once('exit', () => started.kill('SIGKILL'));
      server = started;
      await until('Redis answers', answers);
    },
    async stop() {
      const running = server;
      if (!running) return;
      server = undefined;
      const ended = new Promise((resolve) => running.once('close', resolve));
      running.kill('SIGKILL');
      await ended;
    },
  };
}
