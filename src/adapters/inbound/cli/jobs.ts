import type { Command } from 'commander';
import type { KeepJobs } from '#application/jobs/keep-jobs.ts';
import type { Terminal } from './terminal.ts';
import type { Use } from './use.ts';

/** `blotter jobs failed` and `blotter jobs retry`: what was tried in vain, such as mails that could not be delivered. */
export function jobCommands(program: Command, terminal: Terminal, use: Use<KeepJobs>): void {
  const jobs = program.command('jobs').description('Look after background jobs that have failed.');
  jobs
    .command('failed')
    .description('Show jobs that failed at their last try, newest first.')
    .action(async () => {
      const failed = await use((keepJobs) => keepJobs.failed());
      if (failed.length === 0) terminal.out('Nothing has failed.');
      for (const { id, finished_at, task, recipient, attempts, error } of failed)
        terminal.out(`${id}  ${finished_at}  ${task} ${recipient ?? ''}  ${attempts} tries: ${error}`);
    });
  jobs
    .command('retry')
    .description('Try all of them again.')
    .action(async () => {
      const count = await use((keepJobs) => keepJobs.retryFailed());
      terminal.out(count === 1 ? '1 job is tried again.' : `${count} jobs are tried again.`);
    });
}
