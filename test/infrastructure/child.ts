import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Launcher } from '#infrastructure/embedded-postgres/launcher.ts';
import { until } from './temp-folder.ts';

export type Message = Record<string, unknown>;

const ourselves: Pick<Launcher, 'command'> = {
  command: (file, args) => ({ file, args: [...args], options: { cwd: '/', env: {} } }),
};

const running = new Set<Child>();

/** A node process of test/infrastructure/processes, which tells what it did in lines of JSON. */
export class Child {
  readonly messages: Message[] = [];
  readonly #process: ChildProcess;
  #stderr = '';

  /** @param launcher to run it as somebody else. */
  constructor(script: string, args: readonly string[], launcher: Pick<Launcher, 'command'> = ourselves) {
    const path = fileURLToPath(new URL(`processes/${script}.ts`, import.meta.url));
    const command = launcher.command(process.execPath, [path, ...args]);
    // Detached, so that a whole process group can be signalled as a terminal does.
    this.#process = spawn(command.file, command.args, { ...command.options, stdio: 'pipe', detached: true });
    running.add(this);
    if (this.#process.stdout !== null) {
      createInterface(this.#process.stdout).on('line', (line) => this.messages.push(JSON.parse(line) as Message));
    }
    this.#process.stderr?.on('data', (chunk) => {
      this.#stderr += chunk;
    });
  }

  /** The first message that has this key. */
  async told(key: string): Promise<Message> {
    let found: Message | undefined;
    await until(`a child says "${key}" (it said ${JSON.stringify(this.messages).slice(-500)})`, () => {
      found = this.messages.find((message) => key in message);
      if (found === undefined && this.#process.exitCode) throw new Error(`A child died:\n${this.#stderr}`);
      return found !== undefined;
    });
    return found ?? {};
  }

  tell(word: string): void {
    this.#process.stdin?.write(`${word}\n`);
  }

  /** What Ctrl-C in a terminal does: the whole foreground process group gets the signal. */
  signalGroup(signal: NodeJS.Signals): void {
    process.kill(-(this.#process.pid ?? 0), signal);
  }

  async kill(): Promise<void> {
    this.#process.kill('SIGKILL');
    await this.exited();
  }

  /** The exit code, or the signal. */
  async exited(): Promise<number | string | null> {
    if (this.#process.exitCode === null && this.#process.signalCode === null) await once(this.#process, 'close');
    running.delete(this);
    return this.#process.exitCode ?? this.#process.signalCode;
  }
}

export async function killChildren(): Promise<void> {
  await Promise.all([...running].map((child) => child.kill()));
}
