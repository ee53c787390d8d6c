import { expect } from 'chai';
import { differences } from './compare.ts';
import { journals } from './journals.ts';

describe('Beancount', () => {
  it('comes to the same lots, gains and cash, with fees apart and within', async function () {
    this.timeout(60_000);
    const seed = Date.now() % 2 ** 31;
    expect(await differences(journals(25, seed)), `seed ${seed}`).to.deep.equal([]);
  });
});
