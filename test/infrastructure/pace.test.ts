import { expect } from 'chai';
import { hold, Pace } from '#infrastructure/threads/pace.ts';
import { Traffic } from '#infrastructure/threads/traffic.ts';

describe('The pace of work in a thread', () => {
  let traffic: Traffic;
  let clock: number;
  let rests: [how: 'held' | 'paused', milliseconds: number][];
  let pace: Pace;

  beforeEach(() => {
    traffic = new Traffic();
    clock = 1_000;
    rests = [];
    const rested = (how: 'held' | 'paused', milliseconds: number): void => {
      rests.push([how, milliseconds]);
      clock += milliseconds;
    };
    pace = new Pace({
      traffic,
      now: () => clock,
      hold: (milliseconds) => rested('held', milliseconds),
      pause: async (milliseconds) => rested('paused', milliseconds),
    });
  });

  const work = async (milliseconds: number, requests = 0): Promise<void> => {
    clock += milliseconds;
    for (let request = 0; request < requests; request += 1) traffic.count();
    await pace.rest();
  };

  it('knows no rest while few requests come', async () => {
    await work(100, 4);
    await work(100, 4);
    await work(1_000, 49);
    expect(rests).to.deep.equal([]);
  });

  it('is half of what it was while many come, in the shortest pieces too', async () => {
    await work(100, 5);
    await work(40, 20);
    await work(0.25);
    await work(1.5);
    expect(rests).to.deep.equal([
      ['paused', 100],
      ['paused', 40],
      ['held', 0.25],
      ['held', 1.5],
    ]);
  });

  it('is the old one when they come no more', async () => {
    await work(100, 50);
    await work(100);
    await work(100);
    expect(rests).to.deep.equal([['paused', 100]]);
  });

  it('makes nobody wait for long: a large piece of work is followed by a rest that is not as large', async () => {
    await work(30_000, 10_000);
    expect(rests).to.deep.equal([['paused', 200]]);
  });

  it('is told by a count that every thread sees, and that goes on where numbers end', async () => {
    const elsewhere = new Traffic(traffic.shared);
    elsewhere.count();
    expect(traffic.requests).to.equal(1);
    new Int32Array(traffic.shared)[0] = 2 ** 31 - 1;
    const begun = new Pace({
      traffic,
      now: () => clock,
      pause: async (milliseconds) => rests.push(['paused', milliseconds]),
    });
    for (let request = 0; request < 10; request += 1) elsewhere.count();
    clock += 100;
    await begun.rest();
    expect(rests).to.deep.equal([['paused', 100]]);
  });

  it('is held for parts of a millisecond', () => {
    const begun = performance.now();
    hold(0.5);
    expect(performance.now() - begun).to.be.at.least(0.4);
  });
});
