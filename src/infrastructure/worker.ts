import { enableCompileCache } from 'node:module';

// Before any other import: what was stripped and compiled once is not stripped and compiled again.
enableCompileCache();
const [{ runProcess }, { startWorker }, { queuesOf }] = await Promise.all([
  import('./run-process.ts'),
  import('./worker-process.ts'),
  import('./worker-options.ts'),
]);
await runProcess(startWorker(queuesOf(process.argv)));
