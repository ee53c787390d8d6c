import type { Import } from '#application/imports/import.ts';
import { instantText, present } from '../row-text.ts';
import type { TextRow } from '../text-rows.ts';

/** The columns that `importOf` reads, of imports i. The last says that nothing becomes of its job any more. */
export const IMPORT_COLUMNS = `i.id, i.state, i.file_name, i.size, i.account_id, i.corrections, i.inspection, i.counts, i.new_accounts, i.job_id, i.version,
 i.created_at, i.updated_at, i.job_id IS NOT NULL AND NOT EXISTS (
  SELECT FROM jobs j WHERE j.user_id = i.user_id AND j.id = i.job_id AND j.state IN ('waiting', 'running'))`;

export const importOf = (userId: string, row: TextRow): Import => ({
  userId,
  id: present(row[0]),
  state: present(row[1]) as Import['state'],
  fileName: row[2] ?? null,
  size: Number(row[3]),
  accountId: row[4] ?? null,
  corrections: JSON.parse(present(row[5])),
  inspection: row[6] ? JSON.parse(row[6]) : null,
  counts: row[7] ? JSON.parse(row[7]) : null,
  newAccounts: JSON.parse(present(row[8])),
  jobId: row[9] ?? null,
  version: Number(row[10]),
  createdAt: new Date(instantText(present(row[11]))),
  updatedAt: new Date(instantText(present(row[12]))),
  jobIsOver: row[13] === 't',
});
