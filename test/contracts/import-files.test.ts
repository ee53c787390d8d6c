import { importFilesContract } from './import-files-contract.ts';
import { openMemoryStore } from './stores/memory-store.ts';
import { openPostgresStore } from './stores/postgres-store.ts';

importFilesContract('memory', openMemoryStore);
importFilesContract('PostgreSQL', openPostgresStore);
