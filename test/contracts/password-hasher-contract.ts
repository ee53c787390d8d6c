import { expect } from 'chai';
import type { PasswordHasher } from '#application/ports/password-hasher.ts';

/** What every PasswordHasher does. */
export function passwordHasherContract(adapter: string, make: () => PasswordHasher): void {
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

    it('knows a password again, of any length and any characters', async () => {
      for (const password of ['correct horse battery', 'пароль ☃ 😀', `${'x'.repeat(1_023)}y`, ' spaced '])
        expect(await hasher.verify(password, await hasher.hash(password)), password).to.equal(true);
    });
  });
}
