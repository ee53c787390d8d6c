import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { RelayOutbox } from '#application/outbox/relay-outbox.ts';
import type { OutboxMessage } from '#application/ports/outbox.ts';
import type { Lifecycle } from './lifecycle.ts';

/** How many messages one process delivers at once: a slow mail server holds up few. */
export const DELIVERIES = 4;
const PAUSE_MILLISECONDS = 500;
/** What is being delivered when the process stops is waited for so long; after that it is left, and delivered again elsewhere. */
const GRACE_MILLISECONDS = 1_000;

/** Delivers what the outbox holds until the process stops. */
export function relayOutbox(relay: RelayOutbox, lifecycle: Lifecycle, log: Logger): void {
  const stop = new AbortController();
  const onFailure = ({ id, content }: OutboxMessage, error: Error, parked: boolean): void => {
    const what = { message: id, kind: content.kind, reason: error.message };
    if (parked) log.error(what, 'a message was set aside after its last try: see npm run blotter -- outbox list');
    else log.warn(what, 'a message could not be delivered and is tried again');
  };
  const drain = async (): Promise<void> => {
    while (!stop.signal.aborted && (await relay.next(onFailure)));
  };
  const run = async (): Promise<void> => {
    while (!stop.signal.aborted) {
      try {
        await Promise.all(Array.from({ length: (await relay.next(onFailure)) ? DELIVERIES : 0 }, drain));
      } catch (error) {
        log.warn({ reason: (error as Error).message }, 'the outbox cannot be read just now');
      }
      await pause(PAUSE_MILLISECONDS, undefined, { signal: stop.signal }).catch(() => {});
    }
  };
  const running = run();
  lifecycle.started('outbox', async () => {
    stop.abort();
    await Promise.race([running, pause(GRACE_MILLISECONDS)]);
  });
}
