import { expect } from 'chai';
import { scenarios } from './scenarios.ts';
import { Stage } from './stage/stage.ts';

const seed = Number(process.env['CHAOS_SEED'] ?? Math.floor(Math.random() * 2 ** 31));

describe('Blotter, when things break,', function () {
  this.timeout(120_000);
  let stage: Stage;

  before(() => console.log(`  test/chaos: CHAOS_SEED=${seed}`));
  beforeEach(() => {
    stage = new Stage(seed);
  });
  afterEach(async () => {
    if (process.env['CHAOS_SHOW']) console.table(stage.card.claims);
    await stage.clear();
  });

  for (const { id, title, small } of scenarios) {
    it(`${title} (${id})`, async () => {
      await small(stage);
      expect(stage.card.failures).to.deep.equal([]);
    });
  }
});
