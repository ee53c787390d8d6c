import { expect } from 'chai';
import type { PasswordHasher } from '#application/ports/password-hasher.ts';

/** A hash that is not made so any more. */
export type OutdatedHash = { readonly password: string; readonly phc: string };

/** What every PasswordHasher does. */
export function passwordHasherContract(
  adapter: string,
  make: () => PasswordHasher,
  outdated: readonly OutdatedHash[],
): void {
  describe(`The password hasher (${adapter})`, () => {
    let hasher: PasswordHasher;

    beforeEach(() => {
      hasher = make();
    });

    it('never takes a password for that of nobody', async () => {
      for (const password of ['correct horse battery', '', 'null'])
        expect(await hasher.verify(password, null), password).to.equal(false);
    });

    it('refuses another password, however alike', async () => {
      const phc = await hasher.hash('correct horse battery');
      for (const other of ['correct horse batterx', 'Correct horse battery', 'correct horse battery ', ''])
        expect(await hasher.verify(other, phc), other).to.equal(false);
    });

    it('tells passwords apart that begin with the same 72 bytes', async () => {
      const beginning = 'ü'.repeat(36);
      expect(await hasher.verify(`${beginning}b`, await hasher.hash(`${beginning}a`))).to.equal(false);
    });

    it('fails on what is no hash, and on one that was cut short', async () => {
      const cut = (await hasher.hash('correct horse battery')).slice(0, -40);
      for (const phc of ['', 'correct horse battery', cut]) {
        const error = await hasher.verify('correct horse battery', phc).catch((caught: unknown) => caught);
        expect(error, phc).to.be.instanceOf(Error);
      }
    });

    it('refuses another password than that of an outdated hash', async () => {
      for (const { password, phc } of outdated) expect(await hasher.verify(`${password}x`, phc), phc).to.equal(false);
    });

    it('knows the password of an outdated hash, and that it is outdated', async () => {
      for (const { password, phc } of outdated)
        expect([await hasher.verify(password, phc), hasher.isOutdated(phc)], phc).to.deep.equal([true, true]);
    });

    it('takes no hash of its own for outdated', async () => {
      for (const password of ['correct horse battery', ''])
        expect(hasher.isOutdated(await hasher.hash(password)), password).to.equal(false);
    });

    it('knows a password again, of any length and any characters', async () => {
      for (const password of ['correct horse battery', 'пароль ☃ 😀', `${'x'.repeat(1_023)}y`, ' spaced '])
        expect(await hasher.verify(password, await hasher.hash(password)), password).to.equal(true);
    });
  });
}
