import { mailedTokenRepositoryContract } from './mailed-token-repository-contract.ts';
import { openMemoryStore } from './stores/memory-store.ts';
import { openPostgresStore } from './stores/postgres-store.ts';

mailedTokenRepositoryContract('memory', openMemoryStore);
mailedTokenRepositoryContract('PostgreSQL', openPostgresStore);
