import { expect } from 'chai';
import type { TokenSecrets } from '#application/ports/token-secrets.ts';

const ID = '0190163d-8694-739b-aea5-966c26f8ad91';
const OTHER_ID = '0190163d-8694-739b-aea5-966c26f8ad92';

/** What every TokenSecrets does. */
export function tokenSecretsContract(adapter: string, make: (serverSecret: string) => TokenSecrets): void {
  describe(`The secrets of tokens (${adapter})`, () => {
    it('are `blt_` and 256 bits in URL-safe signs, each another', () => {
      const secrets = make('a secret');
      const given = Array.from({ length: 1_000 }, () => secrets.next());
      for (const secret of given) expect(secret).to.match(/^blt_[A-Za-z0-9_-]{43}$/);
      expect(new Set(given).size).to.equal(1_000);
    });

    it('of a mail are 192 bits in signs that need no quoting in a link, the same for the same request', () => {
      const [secrets, elsewhere] = [make('a secret'), make('a secret')];
      const secret = secrets.ofMail('reset-password', ID);
      expect(secret).to.match(/^[A-Za-z0-9_-]{32}$/);
      expect([secrets.ofMail('reset-password', ID), elsewhere.ofMail('reset-password', ID)]).to.deep.equal([
        secret,
        secret,
      ]);
    });

    it('of a mail are others for another purpose, another request or another server', () => {
      const secrets = make('a secret');
      const given = [
        secrets.ofMail('reset-password', ID),
        secrets.ofMail('verify-email', ID),
        secrets.ofMail('reset-password', OTHER_ID),
        make('another secret').ofMail('reset-password', ID),
        make('').ofMail('reset-password', ID),
      ];
      expect(new Set(given).size).to.equal(5);
    });

    it('are stored as their SHA-256', () => {
      // FIPS 180-4, example of the one-block message "abc".
      expect(Buffer.from(make('a secret').digest('abc'), 'base64url').toString('hex')).to.equal(
        'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
      );
    });
  });
}
