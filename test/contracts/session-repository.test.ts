import { sessionRepositoryContract } from './session-repository-contract.ts';
import { openMemoryStore } from './stores/memory-store.ts';
import { openPostgresStore } from './stores/postgres-store.ts';

sessionRepositoryContract('memory', openMemoryStore);
sessionRepositoryContract('PostgreSQL', openPostgresStore);
