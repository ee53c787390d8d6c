import type { CalendarPeriod } from '#domain/shared/calendar-period.ts';

// Made when a report needs them: what a process never uses of Intl costs it nothing, and this is 8 MB.
const days = () => new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' });
const months = () => new Intl.DateTimeFormat('en-GB', { month: 'long', year: 'numeric', timeZone: 'UTC' });

const DAY_MS = 86_400_000;

/** `24 November 2026`, `week 48 of 2026 (23–29 November 2026)`, `November 2026`, `2026`. */
export function periodName(period: CalendarPeriod): string {
  const { firstDay, endDay } = period.rangeIn('UTC');
  const lastDay = new Date(endDay.getTime() - DAY_MS);
  switch (period.kind) {
    case 'day':
      return days().format(firstDay);
    case 'week': {
      const [year, week] = period.text.split('-W');
      return `week ${Number(week)} of ${year} (${days()
        .formatRange(firstDay, lastDay)
        .replaceAll(/[\u2009\u202F]/g, ' ')})`;
    }
    case 'month':
      return months().format(firstDay);
    case 'year':
      return period.text;
  }
}
