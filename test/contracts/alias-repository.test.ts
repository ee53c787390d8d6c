import { aliasRepositoryContract } from './alias-repository-contract.ts';
import { openMemoryStore } from './stores/memory-store.ts';
import { openPostgresStore } from './stores/postgres-store.ts';

aliasRepositoryContract('memory', openMemoryStore);
aliasRepositoryContract('PostgreSQL', openPostgresStore);
