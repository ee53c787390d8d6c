import { accountQueriesContract } from './account-queries-contract.ts';
import { openMemoryStore } from './stores/memory-store.ts';
import { openPostgresStore } from './stores/postgres-store.ts';

accountQueriesContract('memory', openMemoryStore);
accountQueriesContract('PostgreSQL', openPostgresStore);
