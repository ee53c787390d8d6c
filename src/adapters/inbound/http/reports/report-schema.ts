import { z } from 'zod';
import { type ReportScheduleDraft, TIME_PATTERN } from '#application/reports/keep-report-schedules.ts';
import { DELIVERIES, REPORT_RHYTHMS } from '#application/reports/report-plan.ts';
import type { ReportDraft } from '#application/reports/request-report.ts';
import { readFields } from '../body/read-fields.ts';
import { instantOutput, text, uuidOutput, uuidText } from '../shared-schema.ts';

export const reportDraft = z
  .strictObject({
    account_id: uuidText('Only this account; default: all.').nullish(),
    period: text({
      description:
        'A day 2026-11-24, a week 2026-W48, a month 2026-11 or a year 2026; or day, week, month or year (also daily, weekly, monthly) for the one that it is now in your time zone. Default: month.',
    }).nullish(),
    deliver: text({ enum: [...DELIVERIES], description: 'email: it comes by mail too.' }).nullish(),
  })
  .meta({ id: 'ReportDraft' });

export const readReportDraft = (body: unknown): ReportDraft => readFields(reportDraft, body);

export const scheduleDraft = z
  .strictObject({
    account_id: uuidText('Only this account; default: all.').nullish(),
    time: text({
      description: 'By the clock of your time zone; default: 06:00.',
      pattern: TIME_PATTERN,
    }).nullish(),
  })
  .meta({ id: 'ReportScheduleDraft' });

export const schedule = z
  .strictObject({
    rhythm: z.enum(REPORT_RHYTHMS),
    account_id: uuidOutput.nullable(),
    time: z.string().meta({ description: 'By the clock of your time zone.' }),
    next_at: instantOutput,
  })
  .meta({ id: 'ReportSchedule' });

const READ_ONLY = new Set(['rhythm', 'next_at']);

export const readScheduleDraft = (body: unknown): ReportScheduleDraft => readFields(scheduleDraft, body, READ_ONLY);
