import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { freePort } from '#test/support/free-port.ts';
import { initiate, mongodArguments } from '#test/support/mongo.ts';
import { toolPath } from '#test/support/toolbox/tool-path.ts';
import type { Stage } from './stage.ts';
import { tempFolder } from './temp-folder.ts';

/** A MongoDB that breaks: a replica set of one. What it acknowledged is on the disk. */
export class Mongo {
  readonly port: number;
  readonly #directory: string;
  #server: ChildProcess | undefined;

  private constructor(port: number, directory: string) {
    this.port = port;
    this.#directory = directory;
  }

  static async start(stage: Stage): Promise<Mongo> {
    const mongo = new Mongo(await freePort(), await tempFolder(stage));
    stage.atEnd(() => mongo.kill());
    await mongo.start();
    await initiate(`mongodb://127.0.0.1:${mongo.port}/?directConnection=true`, `127.0.0.1:${mongo.port}`);
    return mongo;
  }

  get url(): string {
    return `mongodb://127.0.0.1:${this.port}/blotter?replicaSet=rs0`;
  }

  /** Once more at the same port, with what it had. */
  async start(): Promise<void> {
    this.#server = spawn(toolPath('mongod'), mongodArguments(this.port, this.#directory), { stdio: 'ignore' });
    await once(this.#server, 'spawn');
  }

  async kill(): Promise<void> {
    const server = this.#server;
    if (server?.exitCode !== null || server.signalCode !== null) return;
    const ended = once(server, 'exit');
    server.kill('SIGKILL');
    await ended;
  }
}
