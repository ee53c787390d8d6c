import { type DestinationStream, pino } from 'pino';

/**
 * Standard output, written to once in a turn of the event loop: a write costs more than a line. It is synchronous, and made on the way out
 * too, so that a crash loses nothing; a kill loses the lines of that turn.
 */
export function stdoutByTurns(): DestinationStream & { flushSync(): void } {
  const stdout = pino.destination({ dest: 1, sync: true });
  let lines = '';
  const flushSync = (): void => {
    const written = lines;
    lines = '';
    if (written !== '') stdout.write(written);
  };
  process.once('exit', () => {
    flushSync();
    // What a full pipe did not take at once.
    stdout.flushSync();
  });
  return {
    write(line) {
      if (lines === '') setImmediate(flushSync);
      lines += line;
    },
    flushSync,
  };
}
