import type { CalendarPeriod } from '#domain/shared/calendar-period.ts';

const day = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' });
const month = new Intl.DateTimeFormat('en-GB', { month: 'long', year: 'numeric', timeZone: 'UTC' });

const DAY_MS = 86_400_000;

/** `24 November 2026`, `week 48 of 2026 (23–29 November 2026)`, `November 2026`, `2026`. */
export function periodName(period: CalendarPeriod): string {
  const { firstDay, endDay } = period.rangeIn('UTC');
  const lastDay = new Date(endDay.getTime() - DAY_MS);
  switch (period.kind) {
    case 'day':
      return day.format(firstDay);
    case 'week': {
      const [year, week] = period.text.split('-W');
      return `week ${Number(week)} of ${year} (${day.formatRange(firstDay, lastDay).replaceAll(/[\u2009\u202F]/g, ' ')})`;
    }
    case 'month':
      return month.format(firstDay);
    case 'year':
      return period.text;
  }
}
