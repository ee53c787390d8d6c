import type { User } from '#domain/identity/user.ts';
import type { Timetable } from '../ports/timetable.ts';
import type { Repositories } from '../ports/unit-of-work.ts';

/** What comes to a user by itself comes by the clock of where they are now. */
export async function moveToTimeZone(
  { schedules }: Repositories,
  { id, timeZone }: User,
  timetable: Timetable,
  now: Date,
): Promise<void> {
  for (const schedule of await schedules.list(id))
    await schedules.moveOn(schedule, await timetable.next(schedule.cron, timeZone, now));
}
