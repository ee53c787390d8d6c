/** When schedules are due. */
export interface Timetable {
  /**
   * The first time after an instant. What falls into the hour that a clock skips comes as much later; in the hour that it repeats it comes once.
   * @param cron five fields: minute, hour, day of the month, month, day of the week.
   * @param timeZone an IANA name.
   */
  next(cron: string, timeZone: string, after: Date): Promise<Date>;
}
