import { MemoryCache } from '#adapters/outbound/memory/memory-cache.ts';
import { cachedPorts } from '#test/application/doubles/memory-ports.ts';
import { principalQueriesContract } from './principal-queries-contract.ts';
import { openMemoryStore } from './stores/memory-store.ts';
import { openPostgresStore } from './stores/postgres-store.ts';
import type { Store } from './stores/store.ts';

principalQueriesContract('memory', openMemoryStore);
principalQueriesContract('PostgreSQL', openPostgresStore);
principalQueriesContract('cached', async (): Promise<Store> => {
  const cache = new MemoryCache();
  const store = cachedPorts(await openMemoryStore(), cache);
  return {
    ...store,
    close: async () => {
      await store.close();
      cache.close();
    },
  };
});
