import type { Actor } from '#application/identity/actor.ts';
import type { Operation } from '#domain/ledger/operation.ts';
import type { OperationDraft } from '#domain/ledger/operation-draft.ts';
import { type Blotter, doneOf } from '#test/application/blotter.ts';
import { anOperationDraft } from '#test/domain/builders.ts';

/** A buy that the actor has booked. */
export const booked = async (blotter: Blotter, actor: Actor, draft: OperationDraft = {}): Promise<Operation> =>
  doneOf(await blotter.recordOperation.execute(actor, anOperationDraft(draft), null));

/** `version action` of each line of the history. */
export async function historyOf(blotter: Blotter, actor: Actor, id: string): Promise<readonly string[]> {
  const { rows } = await blotter.readOperationHistory.execute(actor, id, { limit: 50, afterVersion: 0 });
  return rows.map(({ version, action }) => `${version} ${action}`);
}
