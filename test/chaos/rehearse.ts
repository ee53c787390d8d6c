import { expect } from 'chai';
import type { Scenario } from './scenarios.ts';
import { Stage } from './stage/stage.ts';

const seed = Number(process.env['CHAOS_SEED'] ?? Math.floor(Math.random() * 2 ** 31));

const isRoot = process.getuid?.() === 0;

/** Each of the scenarios, with its small numbers, as a test. */
export function rehearse(title: string, scenarios: readonly Scenario[]): void {
  describe(title, function () {
    this.timeout(120_000);
    let stage: Stage;

    before(() => console.log(`  ${title} CHAOS_SEED=${seed}`));
    beforeEach(() => {
      stage = new Stage(seed);
    });
    afterEach(async () => {
      if (process.env['CHAOS_SHOW']) console.table(stage.card.claims);
      await stage.clear();
    });

    for (const { id, title: what, small, isForRoot } of scenarios)
      (isForRoot && !isRoot ? it.skip : it)(`${what} (${id})`, async () => {
        await small(stage);
        expect(stage.card.failures).to.deep.equal([]);
      });
  });
}
