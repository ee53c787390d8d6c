import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { repository } from './repository.ts';

export interface Outcome {
  readonly code: number;
  readonly output: string;
}

const rules = ['biome.json', 'lint', '.oxlintrc.json', 'tsconfig.json', 'knip.json', 'package.json', '.gitignore'];

/** A copy of this repository's rules with other files under them, to see what the rules refuse. */
export class PlantedRepository {
  readonly #folder: string;

  private constructor(folder: string) {
    this.#folder = folder;
  }

  /** @param files path and text of each file; the texts win over the rules, so that a test can bring its own package.json. */
  static async plant(files: Readonly<Record<string, string>>): Promise<PlantedRepository> {
    const folder = await mkdtemp(join(tmpdir(), 'planted-'));
    await Promise.all(rules.map((name) => cp(join(repository, name), join(folder, name), { recursive: true })));
    await symlink(join(repository, 'node_modules'), join(folder, 'node_modules'));
    for (const [path, text] of Object.entries(files)) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), text);
    }
    return new PlantedRepository(folder);
  }

  async run(command: string): Promise<Outcome> {
    return await runIn(this.#folder, command);
  }

  async remove(): Promise<void> {
    await rm(this.#folder, { recursive: true });
  }
}

/** Runs a shell command as an npm script would be; its output in full, both streams. */
export async function runIn(folder: string, command: string): Promise<Outcome> {
  const path = [join(repository, 'node_modules', '.bin'), process.env['PATH']].join(delimiter);
  const env = { ...process.env, PATH: path };
  return await new Promise((resolve) => {
    execFile('sh', ['-c', command], { cwd: folder, env, maxBuffer: 64 * 2 ** 20 }, (error, stdout, stderr) => {
      const code = typeof error?.code === 'number' ? error.code : Number(error !== null);
      resolve({ code, output: stripVTControlCharacters(stdout + stderr) });
    });
  });
}
