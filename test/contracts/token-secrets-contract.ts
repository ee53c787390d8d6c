import { expect } from 'chai';
import type { TokenSecrets } from '#application/ports/token-secrets.ts';

/** What every TokenSecrets does. */
export function tokenSecretsContract(adapter: string, make: () => TokenSecrets): void {
  describe(`The secrets of tokens (${adapter})`, () => {
    it('are `blt_` and 256 bits in URL-safe signs, each another', () => {
      const secrets = make();
      const given = Array.from({ length: 1_000 }, () => secrets.next());
      for (const secret of given) expect(secret).to.match(/^blt_[A-Za-z0-9_-]{43}$/);
      expect(new Set(given).size).to.equal(1_000);
    });

    it('are stored as their SHA-256', () => {
      // FIPS 180-4, example of the one-block message "abc".
      expect(make().digest('abc').toString('hex')).to.equal(
        'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
      );
    });
  });
}
