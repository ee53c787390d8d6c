import { importRepositoryContract } from './import-repository-contract.ts';
import { openMemoryStore } from './stores/memory-store.ts';
import { openPostgresStore } from './stores/postgres-store.ts';

importRepositoryContract('memory', openMemoryStore);
importRepositoryContract('PostgreSQL', openPostgresStore);
