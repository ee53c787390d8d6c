import { expect } from 'chai';
import { SystemClock } from '#adapters/outbound/security/system-clock.ts';
import type { Clock } from '#application/ports/clock.ts';
import { FixedClock } from '#test/application/doubles/fixed-clock.ts';

for (const [adapter, clock] of Object.entries<Clock>({ fixed: new FixedClock(), system: new SystemClock() })) {
  describe(`The clock (${adapter})`, () => {
    it('gives everybody a date of their own, which nobody can move for others', () => {
      const date = clock.now();
      date.setFullYear(1970);
      expect(clock.now().getFullYear()).to.be.above(2000);
    });
  });
}

describe('The clock of the system', () => {
  it('tells the time', () => {
    const begun = Date.now();
    expect(new SystemClock().now().getTime()).to.be.within(begun, Date.now());
  });
});
