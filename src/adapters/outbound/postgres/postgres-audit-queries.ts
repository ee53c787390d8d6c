import type { AuditPageRequest, AuditQueries, AuditRow } from '#application/ports/audit-queries.ts';
import type { Page } from '#application/ports/page.ts';
import type { AuditAction } from '#domain/identity/audit-action.ts';
import type { NamedStatement, Pools } from './connect.ts';
import { readRows } from './read-rows.ts';
import { AFTER_ALL, instantText, pageOf, present } from './row-text.ts';

const BEFORE = 'id < $1';

/** One walk along an index for each condition, and then the newest of what they found. */
const listing = (name: string, ...conditions: string[]): NamedStatement => {
  const walks = conditions.map((condition) => `(SELECT * FROM audit_log WHERE ${condition} ORDER BY id DESC LIMIT $2)`);
  return {
    name,
    text: `WITH found AS (SELECT * FROM (${walks.join(' UNION ALL ')}) AS walked ORDER BY id DESC LIMIT $2)
 SELECT found.id, at, action, actor_id, actor.email, credential_id, address, user_agent, subject_id, subject.email, details
 FROM found LEFT JOIN users AS actor ON actor.id = actor_id LEFT JOIN users AS subject ON subject.id = subject_id
 ORDER BY found.id DESC`,
  };
};

const ALL = listing('audit', BEFORE);
const BY_ACTION = listing('audit-by-action', `${BEFORE} AND action = $3`);
/** An event of somebody about themselves is found by the first walk. */
const DONE_TO = `${BEFORE} AND subject_id = $3 AND actor_id IS DISTINCT FROM $3`;
const BY_USER = listing('audit-by-user', `${BEFORE} AND actor_id = $3`, DONE_TO);
const BY_BOTH = listing(
  'audit-by-user-and-action',
  `${BEFORE} AND actor_id = $3 AND action = $4`,
  `${DONE_TO} AND action = $4`,
);

export class PostgresAuditQueries implements AuditQueries {
  readonly #pools: Pools;

  constructor(pools: Pools) {
    this.#pools = pools;
  }

  async list(page: AuditPageRequest): Promise<Page<AuditRow>> {
    const { statement, values } = auditStatement(page);
    return pageOf(await readRows(this.#pools.lists, statement, values), page.limit, auditRow);
  }
}

/** The statement of a page, one row longer than the page. */
export function auditStatement({ filter: { userId, action }, limit, before }: AuditPageRequest) {
  const byAction = action === undefined ? ALL : BY_ACTION;
  const byUser = action === undefined ? BY_USER : BY_BOTH;
  const wanted = [userId, action].filter((value) => value !== undefined);
  return { statement: userId === undefined ? byAction : byUser, values: [before ?? AFTER_ALL, limit + 1, ...wanted] };
}

const auditRow = (row: (string | null)[]): AuditRow => ({
  id: present(row[0]),
  at: instantText(present(row[1])),
  action: present(row[2]) as AuditAction,
  actor_id: row[3] ?? null,
  actor_email: row[4] ?? null,
  credential_id: row[5] ?? null,
  address: row[6] ?? null,
  user_agent: row[7] ?? null,
  subject_id: row[8] ?? null,
  subject_email: row[9] ?? null,
  details: JSON.parse(present(row[10])),
});
