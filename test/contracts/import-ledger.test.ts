import { importLedgerContract } from './import-ledger-contract.ts';
import { openMemoryStore } from './stores/memory-store.ts';
import { openPostgresStore } from './stores/postgres-store.ts';

importLedgerContract('memory', openMemoryStore);
importLedgerContract('PostgreSQL', openPostgresStore);
