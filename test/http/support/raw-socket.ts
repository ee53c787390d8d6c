import { once } from 'node:events';
import { connect } from 'node:net';

export type RawAnswer = {
  /** Everything that came, as latin1. */
  readonly text: string;
  /** The status of each answer on the connection, in order. */
  readonly statuses: readonly number[];
  /** Whether the service closed the connection by itself. */
  readonly closed: boolean;
};

const PATIENCE_MS = 5_000;

/** Writes these bytes to the service and reads until it closes the connection; a connection that it leaves open is cut. */
export async function sendRaw(port: number, ...parts: readonly (string | Buffer)[]): Promise<RawAnswer> {
  const socket = connect(port, '127.0.0.1');
  let text = '';
  let closed = true;
  socket.on('data', (bytes: Buffer) => {
    text += bytes.toString('latin1');
  });
  // The service may close before everything is written.
  socket.on('error', () => {});
  socket.setTimeout(PATIENCE_MS, () => {
    closed = false;
    socket.destroy();
  });
  for (const part of parts) socket.write(part);
  await once(socket, 'close');
  const statuses = [...text.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(([, status]) => Number(status));
  return { text, statuses, closed };
}
