import { importQueriesContract } from './import-queries-contract.ts';
import { openMemoryStore } from './stores/memory-store.ts';
import { openPostgresStore } from './stores/postgres-store.ts';

importQueriesContract('memory', openMemoryStore);
importQueriesContract('PostgreSQL', openPostgresStore);
