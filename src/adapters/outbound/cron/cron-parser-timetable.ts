import type { Timetable } from '#application/ports/timetable.ts';

export class CronParserTimetable implements Timetable {
  /** Its library is loaded by the first question: most processes have none for long. */
  async next(cron: string, timeZone: string, after: Date): Promise<Date> {
    const { CronExpressionParser } = await import('cron-parser');
    return CronExpressionParser.parse(cron, { tz: timeZone, currentDate: after }).next().toDate();
  }
}
