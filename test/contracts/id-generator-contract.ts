import { expect } from 'chai';
import type { IdGenerator } from '#application/ports/id-generator.ts';

/** What every IdGenerator does. */
export function idGeneratorContract(adapter: string, make: () => IdGenerator): void {
  describe(`The generator of ids (${adapter})`, () => {
    it('gives UUIDs of version 7 in lower case', () => {
      const generator = make();
      for (let count = 0; count < 100; count += 1)
        expect(generator.next()).to.match(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    });

    it('gives each greater than the one before, thousands in a millisecond', () => {
      const generator = make();
      let before = '';
      for (let count = 0; count < 20_000; count += 1) {
        const id = generator.next();
        if (id <= before) expect.fail(`${id} after ${before}`);
        before = id;
      }
    });
  });
}
