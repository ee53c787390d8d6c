import { serviceUrl } from './services/service-url.ts';

/**
 * The address of a Redis database that no other test file uses at the same time: each worker of mocha has its own number.
 * Another file may have left keys there, so empty it first (FLUSHDB, never FLUSHALL).
 */
export function testRedisUrl(): string {
  const url = new URL(serviceUrl('TEST_REDIS_URL'));
  url.pathname = String((Number(process.env['MOCHA_WORKER_ID'] ?? 0) % 15) + 1);
  return url.href;
}
