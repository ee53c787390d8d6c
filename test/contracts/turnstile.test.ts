import { expect } from 'chai';
import { Turnstile } from '#adapters/outbound/security/turnstile.ts';

describe('A turnstile', () => {
  const waitingTasks = (turnstile: Turnstile, count: number) => {
    const started: number[] = [];
    const tasks = Array.from({ length: count }, (_, index) => {
      const { promise, resolve, reject } = Promise.withResolvers<number>();
      const passed = turnstile.pass(() => {
        started.push(index);
        return promise;
      });
      return { finish: () => resolve(index), fail: () => reject(new Error(`task ${index}`)), passed };
    });
    return { started, tasks };
  };

  it('turns away whom the waiting room has no place for', () => {
    const { tasks } = waitingTasks(new Turnstile(2, 3), 6);
    expect(tasks.map(({ passed }) => passed === null)).to.deep.equal([false, false, false, false, false, true]);
  });

  it('lets two in at once, and the others in the order in which they came', async () => {
    const { started, tasks } = waitingTasks(new Turnstile(2, 3), 5);
    expect(started).to.deep.equal([0, 1]);
    tasks[1]!.finish();
    expect(await tasks[1]!.passed).to.equal(1);
    expect(started).to.deep.equal([0, 1, 2]);
    tasks[0]!.finish();
    tasks[2]!.finish();
    await Promise.all([tasks[0]!.passed, tasks[2]!.passed]);
    expect(started).to.deep.equal([0, 1, 2, 3, 4]);
  });

  it('goes on after a task that fails, whose failure is its own', async () => {
    const turnstile = new Turnstile(1, 1);
    const { tasks } = waitingTasks(turnstile, 2);
    tasks[0]!.fail();
    tasks[1]!.finish();
    const [first, second] = await Promise.allSettled(tasks.map(async ({ passed }) => await passed));
    expect([first!.status, second!.status]).to.deep.equal(['rejected', 'fulfilled']);
    expect(await turnstile.pass(async () => 'well')).to.equal('well');
  });
});
