import type { ClientBase } from 'pg';
import { type NamedStatement, rowsIn } from '../connect.ts';
import type { TextRow } from '../text-rows.ts';

/** Few enough for the memory of a process, and many enough that the round trips do not count. */
const BATCH = 2_000;

/** The rows of a statement, some at a time, in the transaction that is open. Each element is one batch. */
export async function* streamRows(
  client: ClientBase,
  { text }: NamedStatement,
  values: readonly unknown[],
): AsyncGenerator<readonly TextRow[], void> {
  await rowsIn(client, { text: `DECLARE stream NO SCROLL CURSOR FOR ${text}` }, values);
  for (;;) {
    const rows = await rowsIn(client, { text: `FETCH ${BATCH} FROM stream` }, []);
    if (rows.length > 0) yield rows;
    if (rows.length < BATCH) break;
  }
  await rowsIn(client, { text: 'CLOSE stream' }, []);
}
