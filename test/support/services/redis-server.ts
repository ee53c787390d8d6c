import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../free-port.ts';
import { toolPath } from '../toolbox/tool-path.ts';

export interface RedisServer {
  readonly url: string;
  readonly port: number;
  /** To freeze or kill it by a signal. */
  readonly process: ChildProcess;
  stop(): Promise<void>;
}

export interface RedisServerOptions {
  /** Default: the one that `npm test` found. */
  readonly program?: string;
  /** Default: a free one. */
  readonly port?: number;
  /** Where a crash may leave its core; nothing else is written. Default: the folder for temporary files. */
  readonly directory?: string;
  /** More arguments of redis-server, such as `--maxmemory`, `2mb`. */
  readonly settings?: readonly string[];
}

const patienceMs = 10_000;

/** Starts a redis-server on 127.0.0.1 that keeps nothing on the disk, and waits until it answers PING. */
export async function startRedisServer(options: RedisServerOptions = {}): Promise<RedisServer> {
  const { program = toolPath('redis-server'), port = await freePort(), directory = tmpdir(), settings = [] } = options;
  const place = ['--bind', '127.0.0.1', '--port', String(port), '--dir', directory];
  const child = spawn(program, [...place, '--save', '', '--appendonly', 'no', ...settings], { stdio: 'ignore' });
  await once(child, 'spawn');
  const ended = once(child, 'exit');
  const deadline = Date.now() + patienceMs;
  while (!(await answersPing(port))) {
    if (child.exitCode !== null || Date.now() > deadline) {
      child.kill('SIGKILL');
      throw new Error(`${program} does not answer on port ${port} (exit code ${child.exitCode}).`);
    }
    await sleep(10);
  }
  return {
    url: `redis://127.0.0.1:${port}`,
    port,
    process: child,
    async stop() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

/** Whether a Redis on this port of 127.0.0.1 answers PONG. */
export async function answersPing(port: number): Promise<boolean> {
  const socket = createConnection(port, '127.0.0.1');
  try {
    socket.write('PING\r\n');
    const [answer] = (await once(socket, 'data')) as [Buffer];
    return answer.toString() === '+PONG\r\n';
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
