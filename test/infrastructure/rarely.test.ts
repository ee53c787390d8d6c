import { expect } from 'chai';
import { rarely } from '#infrastructure/rarely.ts';

describe('A warning of what goes wrong again and again', () => {
  it('is one, and another one is another', () => {
    const lines: unknown[] = [];
    const log = { info: () => {}, warn: (details: object, message: string) => lines.push([details, message]) };
    const [one, other] = [rarely(log, 'one thing'), rarely(log, 'another')];
    for (let count = 0; count < 3; count += 1) one(new Error(`no luck ${count}`));
    other(new Error('neither'));
    expect(lines).to.deep.equal([
      [{ reason: 'no luck 0' }, 'one thing'],
      [{ reason: 'neither' }, 'another'],
    ]);
  });
});
