import { openMemoryStore } from './stores/memory-store.ts';
import { openPostgresStore } from './stores/postgres-store.ts';
import { userQueriesContract } from './user-queries-contract.ts';

userQueriesContract('memory', openMemoryStore);
userQueriesContract('PostgreSQL', openPostgresStore);
