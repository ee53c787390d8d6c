import { expect } from 'chai';
import { UuidIdGenerator } from '#adapters/outbound/security/uuid-id-generator.ts';
import { CountedIds } from '#test/application/doubles/counted-ids.ts';
import { idGeneratorContract } from './id-generator-contract.ts';

idGeneratorContract('counted', () => new CountedIds());
idGeneratorContract('UUID', () => new UuidIdGenerator());

describe('The generator of UUIDs', () => {
  const { now } = Date;
  afterEach(() => {
    Date.now = now;
  });

  it('begins each with the millisecond in which it was made', () => {
    const begun = Date.now();
    const made = Number.parseInt(new UuidIdGenerator().next().replace('-', '').slice(0, 12), 16);
    expect(made).to.be.within(begun, Date.now() + 1);
  });

  it('gives a greater one also after the clock was set back', () => {
    const generator = new UuidIdGenerator();
    const before = generator.next();
    Date.now = () => now() - 3_600_000;
    expect(generator.next() > before).to.equal(true);
  });
});
