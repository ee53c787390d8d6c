import { chmod, mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Stage } from './stage.ts';

/** A folder that other users may pass through, as PostgreSQL does not run as root. Gone with the stage. */
export async function tempFolder(stage: Stage): Promise<string> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'blotter-chaos-')));
  await chmod(folder, 0o755);
  stage.atEnd(() => rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 }));
  return folder;
}
