import { openMemoryStore } from './stores/memory-store.ts';
import { openPostgresStore } from './stores/postgres-store.ts';
import { unitOfWorkContract } from './unit-of-work-contract.ts';

unitOfWorkContract('memory', openMemoryStore);
unitOfWorkContract('PostgreSQL', openPostgresStore);
