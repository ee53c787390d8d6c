import { ContainerModule } from 'inversify';
import { dashboardReportHandler } from '#adapters/inbound/jobs/dashboard-report.ts';
import { importHandler } from '#adapters/inbound/jobs/import-work.ts';
import { purgeHandler } from '#adapters/inbound/jobs/purge.ts';
import { sendLinkHandler } from '#adapters/inbound/jobs/send-link.ts';
import { sendMailHandler } from '#adapters/inbound/jobs/send-mail.ts';
import { SendLink } from '#application/identity/send-link.ts';
import { WriteLink } from '#application/identity/write-link.ts';
import { ChangeJob } from '#application/jobs/change-job.ts';
import { FindJob } from '#application/jobs/find-job.ts';
import { FireSchedules } from '#application/jobs/fire-schedules.ts';
import { FollowJob } from '#application/jobs/follow-job.ts';
import { KeepJobs } from '#application/jobs/keep-jobs.ts';
import { ListJobs } from '#application/jobs/list-jobs.ts';
import { LookAfterJobs } from '#application/jobs/look-after-jobs.ts';
import { SendMail } from '#application/mail/send-mail.ts';
import { KeepReportSchedules } from '#application/reports/keep-report-schedules.ts';
import { ReportDashboard } from '#application/reports/report-dashboard.ts';
import { RequestReport } from '#application/reports/request-report.ts';
import { PurgeExpired } from '#application/upkeep/purge-expired.ts';
import { Opened, Port, Work } from './tokens.ts';

export const jobs = new ContainerModule(({ bind }) => {
  bind(ListJobs).toResolvedValue((queries) => new ListJobs(queries), [Port.jobs]);
  bind(FindJob).toResolvedValue((queries) => new FindJob(queries), [Port.jobs]);
  bind(FollowJob).toResolvedValue((findJob, changes) => new FollowJob(findJob, changes), [FindJob, Opened.jobChanges]);
  bind(ChangeJob).toResolvedValue(
    (unitOfWork, queries) => new ChangeJob(unitOfWork, queries),
    [Port.unitOfWork, Port.jobs],
  );
  bind(LookAfterJobs).toResolvedValue(
    (board, unitOfWork) => new LookAfterJobs(board, unitOfWork),
    [Port.board, Port.unitOfWork],
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
  bind(RequestReport).toResolvedValue(
    (unitOfWork, accounts, users, limiter, ids, clock) =>
      new RequestReport({ unitOfWork, accounts, users, limiter, ids, clock }),
    [Port.unitOfWork, Port.accounts, Port.users, Opened.limiter, Port.ids, Port.clock],
  );
  bind(KeepReportSchedules).toResolvedValue(
    (unitOfWork, accounts, timetable, ids, clock) =>
      new KeepReportSchedules({ unitOfWork, accounts, timetable, ids, clock }),
    [Port.unitOfWork, Port.accounts, Port.timetable, Port.ids, Port.clock],
  );
  bind(ReportDashboard).toResolvedValue(
    (users, figures) => new ReportDashboard(users, figures),
    [Port.users, Port.reportFigures],
  );
  bind(Work.handlers).toResolvedValue(
    (sendMail, sendLink, purgeExpired, reportDashboard, readImport, commitImport, undoImport) => ({
      'send-mail': sendMailHandler(sendMail),
      'send-link': sendLinkHandler(sendLink),
      purge: purgeHandler(purgeExpired),
      'dashboard-report': dashboardReportHandler(reportDashboard),
      'read-import': importHandler(readImport),
      'commit-import': importHandler(commitImport),
      'undo-import': importHandler(undoImport),
    }),
    [SendMail, SendLink, PurgeExpired, ReportDashboard, Work.readImport, Work.commitImport, Work.undoImport],
  );
});
