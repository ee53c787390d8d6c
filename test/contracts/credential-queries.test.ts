import { credentialQueriesContract } from './credential-queries-contract.ts';
import { openMemoryStore } from './stores/memory-store.ts';
import { openPostgresStore } from './stores/postgres-store.ts';

credentialQueriesContract('memory', openMemoryStore);
credentialQueriesContract('PostgreSQL', openPostgresStore);
