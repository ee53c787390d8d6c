import type { ReadAuditLog } from '#application/identity/read-audit-log.ts';
import { AUDIT_ACTIONS } from '#domain/identity/audit-action.ts';
import { parseChoice } from '#domain/shared/choice.ts';
import { parseUuid } from '#domain/shared/uuid.ts';
import type { Produce } from '../caching/cached.ts';
import type { Cursors } from '../cursor.ts';
import { nextOf, QueryReader, readPage } from '../query.ts';
import { actorOf } from '../who-asks.ts';
import { auditQuery } from './audit-schema.ts';

export class AuditController {
  readonly #read: ReadAuditLog;
  readonly #cursors: Cursors;

  constructor(read: ReadAuditLog, cursors: Cursors) {
    this.#read = read;
    this.#cursors = cursors;
  }

  readonly list: Produce = async (req, res) => {
    const actor = actorOf(res);
    const query = new QueryReader(req, auditQuery);
    const filter = {
      action: query.read('action', (text) => parseChoice(AUDIT_ACTIONS, text)),
      userId: query.read('userId', parseUuid),
    };
    const { limit, cursor } = readPage(query);
    query.finish();
    const scope = { userId: actor.userId, list: JSON.stringify(['audit', filter]) };
    const [before = null] = this.#cursors.read(scope, cursor);
    const page = await this.#read.execute(actor, { filter, limit, before });
    const next = nextOf(page, ({ id }) => this.#cursors.write(scope, [id]));
    return { body: JSON.stringify(page.rows), next };
  };
}
