import { expect } from 'chai';
import { Argon2PasswordHasher } from '#adapters/outbound/security/argon2-password-hasher.ts';
import { QuickPasswordHasher } from '#test/application/doubles/quick-password-hasher.ts';
import { passwordHasherContract } from './password-hasher-contract.ts';

passwordHasherContract('quick', () => new QuickPasswordHasher());
passwordHasherContract('Argon2', () => new Argon2PasswordHasher());

describe('The Argon2 password hasher', () => {
  it('writes what it did into a PHC string: argon2id with at least 19 MiB, two passes and one lane', async () => {
    const phc = await new Argon2PasswordHasher().hash('correct horse battery');
    const [nothing, id, version, parameters, salt, tag, ...rest] = phc.split('$');
    const { m, t, p } = Object.fromEntries(parameters!.split(',').map((parameter) => parameter.split('=')));
    expect([nothing, id, version, p, rest]).to.deep.equal(['', 'argon2id', 'v=19', '1', []]);
    expect(Number(m)).to.be.at.least(19_456);
    expect(Number(t)).to.be.at.least(2);
    expect(Buffer.from(salt!, 'base64')).to.have.length(16);
    expect(Buffer.from(tag!, 'base64')).to.have.length(32);
    expect(`${salt}${tag}`, 'no padding').to.match(/^[A-Za-z0-9+/]+$/);
  });

  it('salts: one password has another hash each time', async () => {
    const hasher = new Argon2PasswordHasher();
    expect(await hasher.hash('correct horse battery')).not.to.equal(await hasher.hash('correct horse battery'));
  });

  it('verifies by the parameters of the string, so that old ones stay good', async () => {
    // Of the reference implementation (phc-winner-argon2, src/test.c): RFC 9106 has no vector without a secret.
    const phc = '$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4';
    const hasher = new Argon2PasswordHasher();
    expect([await hasher.verify('password', phc), await hasher.verify('passwore', phc)]).to.deep.equal([true, false]);
  });

  it('does not read what is no argon2id string', async () => {
    const hasher = new Argon2PasswordHasher();
    for (const phc of ['', '$2b$10$abcdefghijklmnopqrstuu', '$argon2i$v=19$m=19456,t=2,p=1$c2FsdA$dGFn'])
      expect(await hasher.verify('password', phc).catch((error: Error) => error), phc).to.be.instanceOf(Error);
  });

  it('lets 52 in, who may be nobody, and refuses the next as OVERLOADED until one is done', async () => {
    const hasher = new Argon2PasswordHasher();
    const phc = await hasher.hash('correct horse battery');
    const waiting = Array.from({ length: 52 }, (_, index) => hasher.verify('wrong', index % 2 === 0 ? null : phc));
    for (const refused of [hasher.verify('wrong', null), hasher.hash('correct horse battery')])
      expect(await refused.catch(({ code }) => code)).to.equal('OVERLOADED');
    await Promise.any(waiting);
    expect(await hasher.verify('correct horse battery', phc)).to.equal(true);
    expect(new Set(await Promise.all(waiting))).to.deep.equal(new Set([false]));
  });

  it('takes as long for nobody as for somebody', async () => {
    const hasher = new Argon2PasswordHasher();
    const phc = await hasher.hash('correct horse battery');
    const cost = async (stored: string | null) => {
      const begun = process.cpuUsage();
      await hasher.verify('wrong', stored);
      const { user, system } = process.cpuUsage(begun);
      return user + system;
    };
    const costs: { nobody: number[]; somebody: number[] } = { nobody: [], somebody: [] };
    for (let round = 0; round < 5; round += 1) {
      costs.nobody.push(await cost(null));
      costs.somebody.push(await cost(phc));
    }
    expect(Math.min(...costs.nobody) / Math.min(...costs.somebody)).to.be.within(0.5, 2);
  });
});
