import { openMemoryStore } from './stores/memory-store.ts';
import { openPostgresStore } from './stores/postgres-store.ts';
import { userRepositoryContract } from './user-repository-contract.ts';

userRepositoryContract('memory', openMemoryStore);
userRepositoryContract('PostgreSQL', openPostgresStore);
