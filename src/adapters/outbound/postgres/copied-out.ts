import type { Readable } from 'node:stream';
import type { ClientBase } from 'pg';
import copyStreams from 'pg-copy-streams';

/** What a COPY … TO STDOUT gives. */
export function copiedOut(client: ClientBase, statement: string): Readable {
  const copy = client.query(copyStreams.to(statement));
  // The stream does not tell the driver of its end, which would mind its clock, and keep all that hangs on it, until that has run out.
  copy.once('close', () => (copy as { callback?: () => void }).callback?.());
  return copy;
}
