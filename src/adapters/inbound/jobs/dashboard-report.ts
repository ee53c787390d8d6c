import { z } from 'zod';
import type { TaskHandler } from '#application/jobs/task-handler.ts';
import type { ReportDashboard } from '#application/reports/report-dashboard.ts';
import { DELIVERIES } from '#application/reports/report-plan.ts';

const payload = z.strictObject({
  period: z.string(),
  accountIds: z.array(z.string()).nullable(),
  deliver: z.enum(DELIVERIES),
});

export const dashboardReportHandler = (report: ReportDashboard): TaskHandler<'dashboard-report'> => ({
  payload,
  mostAttempts: 5,
  backoff: { first: 2_000, factor: 4, longest: 300_000 },
  handle: (plan, context) => report.execute(plan, context),
});
