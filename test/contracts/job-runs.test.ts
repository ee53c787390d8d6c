import { MemoryJobRuns } from '#adapters/outbound/memory/memory-job-runs.ts';
import { MemoryStore } from '#adapters/outbound/memory/memory-store.ts';
import { MemoryUnitOfWork } from '#adapters/outbound/memory/memory-unit-of-work.ts';
import { PostgresJobRuns } from '#adapters/outbound/postgres/postgres-job-runs.ts';
import { jobRunsContract } from './job-runs-contract.ts';
import { ids, settle } from './settlers.ts';
import { openPostgresStore, type PostgresStore } from './stores/postgres-store.ts';

jobRunsContract('memory', async () => {
  let passed = 0;
  const now = () => new Date(Date.now() + passed);
  const store = new MemoryStore();
  return {
    unitOfWork: new MemoryUnitOfWork(store, now),
    runs: new MemoryJobRuns(store, now),
    passes: async (milliseconds) => {
      passed += milliseconds;
    },
    progressOf: async (jobId) => store.committed.jobs.values().find(({ id }) => id === jobId)?.progress ?? -1,
    user: async () => ids.next(),
    close: async () => {},
  };
});

describe('In PostgreSQL', () => {
  let store: PostgresStore;

  before(async () => {
    store = await openPostgresStore();
  });
  after(() => store.close());

  jobRunsContract('PostgreSQL', async () => {
    await store.sql.query('TRUNCATE jobs, job_attempts, workers');
    return {
      unitOfWork: store.unitOfWork,
      runs: new PostgresJobRuns(store.sql),
      // Whatever has happened is so much longer ago.
      passes: async (milliseconds) => {
        const ago = `interval '${milliseconds} milliseconds'`;
        await store.sql.query(
          `UPDATE jobs SET run_at = run_at - ${ago}; UPDATE workers SET beat_at = beat_at - ${ago}`,
        );
      },
      progressOf: async (jobId) => {
        const { rows } = await store.sql.query('SELECT progress FROM jobs WHERE id = $1', [jobId]);
        return rows[0].progress;
      },
      user: async () => (await settle(store)).user.id,
      close: async () => {},
    };
  });
});
