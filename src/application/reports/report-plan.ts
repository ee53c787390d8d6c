import { CalendarPeriod, type PeriodKind } from '#domain/shared/calendar-period.ts';

/** How often a report comes by itself: each time about the day, week or month that has just ended. */
export const REPORT_RHYTHMS = ['daily', 'weekly', 'monthly'] as const;
export type ReportRhythm = (typeof REPORT_RHYTHMS)[number];

export const DELIVERIES = ['email', 'none'] as const;
export type Delivery = (typeof DELIVERIES)[number];

/** What a job of a report has to know. */
export type ReportPlan = {
  /** As `CalendarPeriod` writes it, or of a schedule: the one that ended before its time. */
  readonly period: string | ReportRhythm;
  /** Null: all. */
  readonly accountIds: readonly string[] | null;
  readonly deliver: Delivery;
};

export const KIND_OF: Readonly<Record<ReportRhythm, PeriodKind>> = { daily: 'day', weekly: 'week', monthly: 'month' };

export const isRhythm = (text: string): text is ReportRhythm => (REPORT_RHYTHMS as readonly string[]).includes(text);

/** The period that ended last before that instant. */
export const endedBefore = (rhythm: ReportRhythm, at: Date, timeZone: string): CalendarPeriod =>
  CalendarPeriod.containing(KIND_OF[rhythm], at, timeZone).before();
