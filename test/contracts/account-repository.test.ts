import { accountRepositoryContract } from './account-repository-contract.ts';
import { openMemoryStore } from './stores/memory-store.ts';
import { openPostgresStore } from './stores/postgres-store.ts';

accountRepositoryContract('memory', openMemoryStore);
accountRepositoryContract('PostgreSQL', openPostgresStore);
