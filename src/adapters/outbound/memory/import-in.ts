import type { Import } from '#application/imports/import.ts';
import { jobKey } from './kept-job.ts';
import { type MemoryTables, ownedKey } from './memory-store.ts';

/** The import as it is, or null. */
export function importIn({ imports, jobs }: MemoryTables, userId: string, id: string): Import | null {
  const kept = imports.get(ownedKey(userId, id));
  if (kept === undefined) return null;
  const { jobId } = kept.file;
  const job = jobId === null ? undefined : jobs.get(jobKey({ userId, id: jobId }));
  return { ...kept.file, jobIsOver: jobId !== null && !['waiting', 'running'].includes(job?.state ?? '') };
}
