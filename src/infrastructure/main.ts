import { enableCompileCache } from 'node:module';

// Before any other import: what was stripped and compiled once is not stripped and compiled again.
enableCompileCache();
const [{ runProcess }, { startApi }] = await Promise.all([import('./run-process.ts'), import('./api-process.ts')]);
await runProcess(startApi);
