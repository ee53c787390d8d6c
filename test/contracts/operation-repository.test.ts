import { operationRepositoryContract } from './operation-repository-contract.ts';
import { openMemoryStore } from './stores/memory-store.ts';
import { openPostgresStore } from './stores/postgres-store.ts';

operationRepositoryContract('memory', openMemoryStore);
operationRepositoryContract('PostgreSQL', openPostgresStore);
