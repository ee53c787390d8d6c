import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { type FileHandle, open } from 'node:fs/promises';
import { get } from 'node:http';
import { type AddressInfo, createServer } from 'node:net';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

const PATIENCE_MILLISECONDS = 30_000;
const POLL_MILLISECONDS = 4;

export type ServerOptions = {
  /** For the shell, in the repository; it becomes the process. */
  readonly command: string;
  readonly env: Readonly<Record<string, string>>;
  /** Takes the standard output. */
  readonly logFile: string;
  readonly nodeOptions?: readonly string[];
};

/** A Node process that listens on PORT. */
export type ServerProcess = AsyncDisposable & {
  readonly port: number;
  readonly pid: number;
};

export const repository = fileURLToPath(new URL('../..', import.meta.url));

export async function startServer(options: ServerOptions): Promise<ServerProcess> {
  const port = await freePort();
  const log = await open(options.logFile, 'a');
  const child = launch(options, port, log);
  await log.close();
  return { port, pid: child.pid!, [Symbol.asyncDispose]: () => stop(child) };
}

/** Milliseconds from the launch to the first 200 of a path, beside the process. */
export async function timedStart(
  options: ServerOptions,
  path: string,
): Promise<{ server: ServerProcess; milliseconds: number }> {
  const begin = performance.now();
  const server = await startServer(options);
  try {
    await answers(server.port, path);
    return { server, milliseconds: performance.now() - begin };
  } catch (error) {
    await server[Symbol.asyncDispose]();
    throw error;
  }
}

/** Resolves when the path answers with this status. */
export async function answers(port: number, path: string, status = 200): Promise<void> {
  const deadline = performance.now() + PATIENCE_MILLISECONDS;
  while ((await statusOf(port, path)) !== status) {
    if (performance.now() > deadline) throw new Error(`Nothing answers ${path} on port ${port}.`);
    await new Promise((resolve) => setTimeout(resolve, POLL_MILLISECONDS));
  }
}

function launch({ command, env, nodeOptions = [] }: ServerOptions, port: number, log: FileHandle): ChildProcess {
  return spawn('sh', ['-c', command.includes('exec ') ? command : `exec ${command}`], {
    cwd: repository,
    env: {
      PATH: `${dirname(process.execPath)}:${process.env['PATH']}`,
      NODE_ENV: 'production',
      NODE_OPTIONS: nodeOptions.join(' '),
      HOST: '127.0.0.1',
      PORT: String(port),
      ...env,
    },
    stdio: ['ignore', log.fd, 'inherit'],
  });
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGTERM');
  await once(child, 'exit');
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

function statusOf(port: number, path: string): Promise<number | undefined> {
  return new Promise((resolve) => {
    const asked = get({ port, path, host: '127.0.0.1', agent: false }, (answer) => {
      answer.resume();
      resolve(answer.statusCode);
    });
    asked.on('error', () => resolve(undefined));
  });
}
