import { expect } from 'chai';
import { WatchFailures } from '#application/jobs/watch-failures.ts';
import type { FailedAttempt } from '#application/ports/job-board.ts';

const failed = (id: string, run = 1): FailedAttempt => ({
  userId: null,
  id,
  task: 'purge',
  run,
  attempt: run,
  message: 'no luck',
  willRetry: false,
});

describe('Who watches for failed attempts', () => {
  let found: FailedAttempt[];
  let asked: (Date | null)[];
  const at = new Date('2026-11-29T12:00:00Z');
  const board = {
    failedSince: async (since: Date | null) => {
      asked.push(since);
      return { failed: found, at };
    },
  };
  beforeEach(() => {
    [found, asked] = [[], []];
  });

  it('is told of each once, also when looks overlap', async () => {
    const told: string[] = [];
    const watch = new WatchFailures(board, ({ id, run }) => told.push(`${id} ${run}`));
    found = [failed('a')];
    await watch.look();
    found = [failed('a'), failed('b'), failed('a', 2)];
    await watch.look();
    await watch.look();
    expect(told).to.deep.equal(['a 1', 'b 1', 'a 2']);
    expect(asked).to.deep.equal([null, at, at]);
  });

  it('is told of all others when it fails for one', async () => {
    const told: string[] = [];
    const watch = new WatchFailures(board, ({ id }) => {
      told.push(id);
      throw new Error('no luck either');
    });
    found = [failed('a'), failed('b')];
    await watch.look();
    expect(told).to.deep.equal(['a', 'b']);
  });
});
