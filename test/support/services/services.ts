import { startTestPostgres } from './postgres.ts';
import { startRedisServer } from './redis-server.ts';
import type { RunFolder } from './run-folder.ts';

/**
 * Starts what every test may use, for the time of the run, and returns the variables that tell where it is.
 * @param tools what the toolbox returned
 */
export async function startServices(folder: RunFolder, tools: Record<string, string>): Promise<Record<string, string>> {
  const redis = tools['TEST_REDIS_URL'] ?? (await startRedis(folder, tools['REDIS_SERVER_PATH']!));
  const { url, pid } = await startTestPostgres(folder.path);
  // Immediate shutdown: nothing is worth writing, but a SIGKILL would leave its shared memory behind.
  folder.endAtLast(pid, 'SIGQUIT');
  return { TEST_REDIS_URL: redis, TEST_DATABASE_URL: url };
}

async function startRedis(folder: RunFolder, program: string): Promise<string> {
  const server = await startRedisServer({ program, directory: folder.path });
  folder.endAtLast(server.process.pid!, 'SIGKILL');
  server.process.unref();
  return server.url;
}
