import { memoryPorts } from '#test/application/doubles/memory-ports.ts';
import type { Store } from './store.ts';

export const openMemoryStore = async (): Promise<Store> => ({ ...memoryPorts(), close: async () => {} });
