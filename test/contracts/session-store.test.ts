import { sessionStoreContract } from './session-store-contract.ts';
import { openMemoryKeeping, openPostgresKeeping, openRedisKeeping } from './stores/session-keepers.ts';

sessionStoreContract('memory', openMemoryKeeping);
sessionStoreContract('PostgreSQL', openPostgresKeeping);
sessionStoreContract('Redis', openRedisKeeping);
