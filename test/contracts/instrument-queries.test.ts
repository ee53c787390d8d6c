import { instrumentQueriesContract } from './instrument-queries-contract.ts';
import { openMemoryStore } from './stores/memory-store.ts';
import { openPostgresStore } from './stores/postgres-store.ts';

instrumentQueriesContract('memory', openMemoryStore);
instrumentQueriesContract('PostgreSQL', openPostgresStore);
