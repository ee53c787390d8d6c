import type { JobId } from '#application/jobs/job.ts';
import type { DueSchedule, JobSchedule, JobScheduleRepository } from '#application/ports/job-schedule-repository.ts';
import { jobKey } from './kept-job.ts';
import type { MemoryTables } from './memory-store.ts';

export class MemoryJobScheduleRepository implements JobScheduleRepository {
  readonly #tables: MemoryTables;
  readonly #now: () => Date;

  constructor(tables: MemoryTables, now: () => Date) {
    this.#tables = tables;
    this.#now = now;
  }

  async save(schedule: JobSchedule): Promise<void> {
    const former = this.#find(schedule.userId, schedule.key);
    this.#tables.schedules.set(jobKey(former ?? schedule), { ...schedule, id: former?.id ?? schedule.id });
  }

  async list(userId: string): Promise<readonly JobSchedule[]> {
    return this.#all()
      .filter((schedule) => schedule.userId === userId)
      .sort((one, other) => (one.key < other.key ? -1 : 1));
  }

  async delete(userId: string, key: string): Promise<boolean> {
    const found = this.#find(userId, key);
    return found !== undefined && this.#tables.schedules.delete(jobKey(found));
  }

  async takeDue(withinMilliseconds: number, limit: number): Promise<readonly DueSchedule[]> {
    const until = this.#now().getTime() + withinMilliseconds;
    return this.#all()
      .filter(({ nextAt }) => nextAt.getTime() <= until)
      .sort((one, other) => one.nextAt.getTime() - other.nextAt.getTime())
      .slice(0, limit)
      .map((schedule) => ({ ...schedule, timeZone: this.#zoneOf(schedule) }));
  }

  async moveOn(id: JobId, nextAt: Date): Promise<void> {
    const { schedules } = this.#tables;
    const schedule = schedules.get(jobKey(id));
    if (schedule) schedules.set(jobKey(id), { ...schedule, nextAt });
  }

  #all(): JobSchedule[] {
    return [...this.#tables.schedules.values()];
  }

  #find(user: string | null, wanted: string): JobSchedule | undefined {
    return this.#all().find(({ userId, key }) => userId === user && key === wanted);
  }

  #zoneOf({ userId }: JobSchedule): string {
    return (userId === null ? undefined : this.#tables.users.get(userId)?.user.timeZone) ?? 'UTC';
  }
}
