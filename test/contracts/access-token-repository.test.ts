import { accessTokenRepositoryContract } from './access-token-repository-contract.ts';
import { openMemoryStore } from './stores/memory-store.ts';
import { openPostgresStore } from './stores/postgres-store.ts';

accessTokenRepositoryContract('memory', openMemoryStore);
accessTokenRepositoryContract('PostgreSQL', openPostgresStore);
