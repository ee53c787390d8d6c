import { startRedisServer } from '#test/support/services/redis-server.ts';
import { openToolbox } from '#test/support/toolbox/toolbox.ts';
import { tools } from '#test/support/toolbox/tools.ts';

/** The Redis of the tests, on a free port. */
export async function startRedis(directory: string): Promise<AsyncDisposable & { readonly url: string }> {
  const { REDIS_SERVER_PATH: program } = await openToolbox({
    tools: tools.filter(({ name }) => name === 'redis-server'),
  });
  const { url, stop } = await startRedisServer({ ...(program && { program }), directory });
  return { url, [Symbol.asyncDispose]: stop };
}
