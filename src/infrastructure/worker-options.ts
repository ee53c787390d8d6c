import { Command, InvalidArgumentError, Option } from 'commander';
import { QUEUES, type Queue } from '#application/jobs/job.ts';
import type { Queues } from '#application/ports/job-queue.ts';

const MOST = 100;

type Options = { readonly queues: ReadonlyMap<Queue, number | null>; readonly concurrency: number };

/**
 * What `--queues default,mail=2 --concurrency 5` says: which queues a worker serves, and how many jobs of each it runs at once. What it does not understand ends the process.
 */
export function queuesOf(argv: readonly string[]): Queues {
  const command = new Command('worker')
    .description('Works on background jobs; any number of these may run.')
    .addOption(
      new Option(
        '--queues <list>',
        'queues to serve, each with its own number of jobs at once where one is given: default,mail=2',
      )
        .argParser(readQueues)
        .default(new Map(QUEUES.map((queue) => [queue, null])), 'all'),
    )
    .addOption(
      new Option('--concurrency <number>', 'jobs at once of each other queue').argParser(readCount).default(5),
    );
  const { queues, concurrency } = command.parse([...argv]).opts<Options>();
  return Object.fromEntries([...queues].map(([queue, own]) => [queue, own ?? concurrency]));
}

function readQueues(text: string): ReadonlyMap<Queue, number | null> {
  return new Map(
    text.split(',').map((part) => {
      const [name = '', count, ...more] = part.trim().split('=');
      const queue = QUEUES.find((one) => one === name);
      if (queue === undefined || more.length > 0)
        throw new InvalidArgumentError(`"${part}" is none of ${QUEUES.join(', ')}.`);
      return [queue, count === undefined ? null : readCount(count)];
    }),
  );
}

function readCount(text: string): number {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1 || count > MOST)
    throw new InvalidArgumentError(`It must be a whole number from 1 to ${MOST}.`);
  return count;
}
