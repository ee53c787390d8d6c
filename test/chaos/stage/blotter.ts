import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { freePort } from '#test/support/free-port.ts';
import { repository } from '#test/support/repository.ts';
import { isRunning } from './linux.ts';
import type { Stage } from './stage.ts';
import { tempFolder } from './temp-folder.ts';
import { until } from './wait.ts';

export type LogLine = Readonly<Record<string, unknown>>;

export type BlotterOptions = {
  /** Environment variables of Blotter. PORT is a free one when left out; nothing of ours is handed on but PATH. */
  readonly settings: Readonly<Record<string, string>>;
  /** What to run instead of main.ts by node. */
  readonly command?: readonly string[];
  /** More arguments of node. */
  readonly nodeOptions?: readonly string[];
  /** What to put before node, such as prlimit. */
  readonly wrapper?: readonly string[];
  /** Where it looks for a `.env`: a folder without one. */
  readonly cwd: string;
};

const MAIN = 'src/infrastructure/main.ts';

/** A real Blotter process, and all that it says. */
export class Blotter {
  readonly port: number;
  readonly url: string;
  /** `performance.now()` of the exec. */
  readonly startedAt = performance.now();
  readonly exited: Promise<{ readonly code: number | null; readonly signal: NodeJS.Signals | null; at: number }>;
  readonly #process: ChildProcess;
  readonly #lines: string[] = [];
  #stderr = '';

  private constructor(port: number, command: readonly string[], env: Record<string, string>, cwd: string) {
    this.port = port;
    this.url = `http://127.0.0.1:${port}`;
    const [file = '', ...args] = command;
    // A process group of its own, so that a whole group can be signalled, as a terminal does.
    this.#process = spawn(file, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
    createInterface(this.#process.stdout!).on('line', (line) => this.#lines.push(line));
    this.#process.stderr!.on('data', (chunk) => {
      this.#stderr += chunk;
    });
    this.exited = once(this.#process, 'close').then(([code, signal]) => ({ code, signal, at: performance.now() }));
    this.exited.catch(() => {});
  }

  static async start(stage: Stage, options: BlotterOptions): Promise<Blotter> {
    const { settings, nodeOptions = [], wrapper = [], cwd } = options;
    const { command = [...wrapper, process.execPath, ...nodeOptions, join(repository, MAIN)] } = options;
    const port = Number(settings['PORT'] ?? (await freePort()));
    // A crew tries more often than people do.
    const ours = { PATH: process.env['PATH'] ?? '', HOME: cwd, RATE_LIMITS: 'off' };
    const env = { ...ours, ...settings, PORT: String(port) };
    const blotter = new Blotter(port, command, env, cwd);
    stage.atEnd(() => blotter.kill());
    return blotter;
  }

  /** One that uses this database. All of them share a secret, so that a cookie of one is good for the others. */
  static async beside(
    stage: Stage,
    databaseUrl: string,
    settings: BlotterOptions['settings'] = {},
    options: Omit<BlotterOptions, 'settings' | 'cwd'> = {},
  ): Promise<Blotter> {
    const cwd = await tempFolder(stage);
    const secret = 'a secret of all the processes of one stage';
    const shared = { DATABASE_URL: databaseUrl, SESSION_SECRET: secret, DATA_DIR: cwd };
    return await Blotter.start(stage, { ...options, settings: { ...shared, ...settings }, cwd });
  }

  get pid(): number {
    return this.#process.pid ?? 0;
  }

  get isRunning(): boolean {
    return this.#process.exitCode === null && this.#process.signalCode === null;
  }

  /** All lines of the log so far. */
  get log(): LogLine[] {
    return this.#lines.map((line) => {
      try {
        return JSON.parse(line) as LogLine;
      } catch {
        return { msg: line };
      }
    });
  }

  /** What it wrote besides its log, and the end of that. For the message of an error. */
  get lastWords(): string {
    return [this.#stderr, ...this.#lines.slice(-5)].join('\n').trim().slice(-2_000);
  }

  get stderr(): string {
    return this.#stderr;
  }

  /** Why it could not start, or go on. */
  get fatal(): string {
    return String(this.log.findLast(({ level }) => level === 60)?.['msg']);
  }

  /** Lines of requests; `answered` of these statuses only. */
  requests(...statuses: number[]): LogLine[] {
    return this.log.filter(
      ({ msg, status }) => msg === 'request' && (statuses.length === 0 || statuses.includes(status as number)),
    );
  }

  /** Waits until /readyz says 200 and returns the milliseconds since the exec. */
  async ready(patience = 60_000): Promise<number> {
    await until(
      'Blotter is ready',
      async () => {
        if (!this.isRunning) throw new Error(`Blotter ended instead of getting ready:\n${this.lastWords}`);
        return (await statusOf(`${this.url}/readyz`)) === 200;
      },
      { patience },
    );
    return performance.now() - this.startedAt;
  }

  /** Waits until it answers at all, whether or not every part of it is there. */
  async answers(): Promise<void> {
    await until('Blotter answers', async () => (await statusOf(`${this.url}/livez`)) === 200, { pause: 1 });
  }

  signal(signal: NodeJS.Signals): void {
    this.#process.kill(signal);
  }

  /** What Ctrl-C in a terminal does: the whole foreground process group gets the signal. */
  signalGroup(signal: NodeJS.Signals): void {
    process.kill(-this.pid, signal);
  }

  /** SIGKILL, and nothing of its group is left. */
  async kill(): Promise<void> {
    try {
      this.signalGroup('SIGKILL');
    } catch {
      // The group is gone already.
    }
    await this.exited;
    await until('the killed process is gone', async () => !(await isRunning(this.pid)));
  }
}

async function statusOf(url: string): Promise<number> {
  try {
    const response = await fetch(url, { headers: { connection: 'close' }, signal: AbortSignal.timeout(3_000) });
    await response.arrayBuffer();
    return response.status;
  } catch {
    return 0;
  }
}
