import { expect } from 'chai';
import type { DueSchedule, JobSchedule } from '#application/ports/job-schedule-repository.ts';
import type { UnitOfWork } from '#application/ports/unit-of-work.ts';
import { ids } from './settlers.ts';

export type SchedulesPlace = {
  readonly unitOfWork: UnitOfWork;
  /** The id of somebody who is there, in this time zone. */
  user(timeZone: string): Promise<string>;
  close(): Promise<void>;
};

const SECOND = 1_000;
const DAY = 86_400_000;

export function jobSchedulesContract(adapter: string, open: () => Promise<SchedulesPlace>): void {
  describe(`The schedules of jobs (${adapter})`, () => {
    let place: SchedulesPlace;
    let ada: string;

    beforeEach(async () => {
      place = await open();
      ada = await place.user('Europe/Berlin');
    });
    afterEach(() => place.close());

    const inMilliseconds = (milliseconds: number) => new Date(Date.now() + milliseconds);
    const save = async (overrides: Partial<JobSchedule> = {}): Promise<JobSchedule> => {
      const schedule = {
        userId: ada,
        id: ids.next(),
        key: 'a key',
        task: 'purge',
        payload: {},
        cron: '0 6 * * *',
        nextAt: inMilliseconds(-SECOND),
        ...overrides,
      } as JobSchedule;
      await place.unitOfWork.run(({ schedules }) => schedules.save(schedule));
      return schedule;
    };
    const list = (userId = ada) => place.unitOfWork.run(({ schedules }) => schedules.list(userId));
    const due = (within = 0, limit = 10): Promise<readonly DueSchedule[]> =>
      place.unitOfWork.run(({ schedules }) => schedules.takeDue(within, limit));

    it('are kept as they were saved, in the order of their keys, apart for each user', async () => {
      const [b, a] = [await save({ key: 'b' }), await save({ key: 'a', nextAt: inMilliseconds(DAY) })];
      expect(await list()).to.deep.equal([a, b]);
      expect(await list(await place.user('UTC'))).to.deep.equal([]);
    });

    it('are one for each key of a user', async () => {
      const first = await save();
      const second = await save({ cron: '0 7 * * *', nextAt: inMilliseconds(DAY) });
      expect(await list()).to.deep.equal([{ ...second, id: first.id }]);
    });

    it('are due when their time comes, or comes soon, the longest due first, each with the zone of its user', async () => {
      const late = await save({ key: 'late', nextAt: inMilliseconds(-DAY) });
      const now = await save({ key: 'now' });
      const soon = await save({ key: 'soon', nextAt: inMilliseconds(30 * SECOND) });
      await save({ key: 'later', nextAt: inMilliseconds(DAY) });
      const own = await save({ userId: null, key: 'own', nextAt: inMilliseconds(-2 * DAY) });
      const zoned = (schedule: JobSchedule) => ({ ...schedule, timeZone: 'Europe/Berlin' });
      expect(await due()).to.deep.equal([{ ...own, timeZone: 'UTC' }, zoned(late), zoned(now)]);
      expect((await due(60 * SECOND)).map(({ key }) => key)).to.deep.equal(['own', 'late', 'now', soon.key]);
      expect((await due(60 * SECOND, 2)).map(({ key }) => key)).to.deep.equal(['own', 'late']);
    });

    it('are due no more once they have moved on', async () => {
      const schedule = await save();
      const nextAt = inMilliseconds(DAY);
      await place.unitOfWork.run(({ schedules }) => schedules.moveOn(schedule, nextAt));
      expect(await due()).to.deep.equal([]);
      expect(await list()).to.deep.equal([{ ...schedule, nextAt }]);
    });

    it('are gone when they are deleted', async () => {
      await save();
      const remove = (userId: string, key: string) =>
        place.unitOfWork.run(({ schedules }) => schedules.delete(userId, key));
      expect(await remove(await place.user('UTC'), 'a key')).to.equal(false);
      expect(await remove(ada, 'a key')).to.equal(true);
      expect(await remove(ada, 'a key')).to.equal(false);
      expect(await list()).to.deep.equal([]);
    });
  });
}
