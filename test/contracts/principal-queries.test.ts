import { RememberedPrincipalQueries } from '#adapters/outbound/memory/remembered-principal-queries.ts';
import { FixedCensus } from '#test/application/doubles/fixed-census.ts';
import { principalQueriesContract } from './principal-queries-contract.ts';
import { openMemoryStore } from './stores/memory-store.ts';
import { openPostgresStore } from './stores/postgres-store.ts';
import type { Store } from './stores/store.ts';

principalQueriesContract('memory', openMemoryStore);
principalQueriesContract('PostgreSQL', openPostgresStore);
principalQueriesContract('remembered, with company', async (): Promise<Store> => {
  const store = await openMemoryStore();
  return {
    ...store,
    principals: new RememberedPrincipalQueries(store.principals, new FixedCensus(false)),
  };
});
