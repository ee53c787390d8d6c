import { ContainerModule } from 'inversify';
import { purgeHandler } from '#adapters/inbound/jobs/purge.ts';
import { sendLinkHandler } from '#adapters/inbound/jobs/send-link.ts';
import { sendMailHandler } from '#adapters/inbound/jobs/send-mail.ts';
import { SendLink } from '#application/identity/send-link.ts';
import { WriteLink } from '#application/identity/write-link.ts';
import { CancelJob } from '#application/jobs/cancel-job.ts';
import { FindJob } from '#application/jobs/find-job.ts';
import { FireSchedules } from '#application/jobs/fire-schedules.ts';
import { FollowJob } from '#application/jobs/follow-job.ts';
import { KeepJobs } from '#application/jobs/keep-jobs.ts';
import { ListJobs } from '#application/jobs/list-jobs.ts';
import { RetryJob } from '#application/jobs/retry-job.ts';
import { SendMail } from '#application/mail/send-mail.ts';
import { PurgeExpired } from '#application/upkeep/purge-expired.ts';
import { Opened, Port, Work } from './tokens.ts';

export const jobs = new ContainerModule(({ bind }) => {
  bind(ListJobs).toResolvedValue((queries) => new ListJobs(queries), [Port.jobs]);
  bind(FindJob).toResolvedValue((queries) => new FindJob(queries), [Port.jobs]);
  bind(FollowJob).toResolvedValue((findJob, changes) => new FollowJob(findJob, changes), [FindJob, Opened.jobChanges]);
  bind(CancelJob).toResolvedValue(
    (unitOfWork, queries) => new CancelJob(unitOfWork, queries),
    [Port.unitOfWork, Port.jobs],
  );
  bind(RetryJob).toResolvedValue(
    (unitOfWork, queries) => new RetryJob(unitOfWork, queries),
    [Port.unitOfWork, Port.jobs],
  );
  bind(KeepJobs).toResolvedValue((board, unitOfWork) => new KeepJobs(board, unitOfWork), [Port.board, Port.unitOfWork]);
  bind(FireSchedules).toResolvedValue(
    (unitOfWork, timetable, ids, clock) => new FireSchedules(unitOfWork, timetable, ids, clock),
    [Port.unitOfWork, Port.timetable, Port.ids, Port.clock],
  );
  bind(SendMail).toResolvedValue((mailer) => new SendMail(mailer), [Opened.mailer]);
  bind(SendLink).toResolvedValue(
    (writeLink, sendMail, clock) => new SendLink(writeLink, sendMail, clock),
    [WriteLink, SendMail, Port.clock],
  );
  bind(PurgeExpired).toResolvedValue(
    (housekeeping, clock) => new PurgeExpired(housekeeping, clock),
    [Port.housekeeping, Port.clock],
  );
  bind(Work.handlers).toResolvedValue(
    (sendMail, sendLink, purgeExpired) => ({
      'send-mail': sendMailHandler(sendMail),
      'send-link': sendLinkHandler(sendLink),
      purge: purgeHandler(purgeExpired),
    }),
    [SendMail, SendLink, PurgeExpired],
  );
});
