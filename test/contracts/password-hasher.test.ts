import { expect } from 'chai';
import { Argon2PasswordHasher } from '#adapters/outbound/security/argon2-password-hasher.ts';
import { outdatedHash, QuickPasswordHasher } from '#test/application/doubles/quick-password-hasher.ts';
import { type OutdatedHash, passwordHasherContract } from './password-hasher-contract.ts';

/** Of the reference implementation (phc-winner-argon2, src/test.c): RFC 9106 has no vector without a secret. */
const REFERENCE = '$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4';
const SALT = 'c29tZXNhbHRzb21lc2FsdA';
const TAG = 'nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4';

/** Of crypt(3) of libxcrypt 4.4. */
const BCRYPT: readonly OutdatedHash[] = [
  { password: 'correct horse battery', phc: '$2b$04$abcdefghijklmnopqrstuuqREtd3VJD2QVZbuFskFSLk6eRIrQoOS' },
  { password: 'correct horse battery', phc: '$2a$05$abcdefghijklmnopqrstuuD3mHdCr44zlIZ.VZCaYRpfQhXMYnEo.' },
  { password: 'correct horse battery', phc: '$2y$10$Xq3VhG7b1cYd9eZkLmNoPuOdiQbGwpmj4enW5sHFQl2LjrX7is1B2' },
  { password: 'пароль ☃ 😀', phc: '$2b$04$abcdefghijklmnopqrstuuLEQ28NbBsvXQRJ4tR7wKotjApmPt.Ui' },
  // The last bits of this salt do not count, and are set.
  { password: 'correct horse battery', phc: '$2b$04$abcdefghijklmnopqrstuvqREtd3VJD2QVZbuFskFSLk6eRIrQoOS' },
];
/** 72 bytes, all that bcrypt reads. */
const LONGEST: readonly OutdatedHash[] = [
  { password: 'x'.repeat(72), phc: '$2b$04$abcdefghijklmnopqrstuubzadhGtS2zEF.gu0yd0opP6cVzb.e0i' },
  { password: 'ü'.repeat(36), phc: '$2b$04$abcdefghijklmnopqrstuuOpC9dTG2WsKNcYAQYyllT7OMl4pRk1S' },
];

passwordHasherContract('quick', () => new QuickPasswordHasher(), [
  { password: 'correct horse battery', phc: outdatedHash('correct horse battery') },
]);
passwordHasherContract('Argon2', () => new Argon2PasswordHasher(), [
  { password: 'password', phc: REFERENCE },
  ...BCRYPT,
  ...LONGEST,
]);

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

  it('has nothing to do with a hash that asks for more than is reasonable', async () => {
    const hasher = new Argon2PasswordHasher();
    for (const parameters of ['m=1048577,t=2,p=1', 'm=256,t=101,p=1', 'm=1024,t=2,p=65', `m=${2 ** 53},t=2,p=1`])
      expect(await failureOf(hasher, `$argon2id$v=19$${parameters}$${SALT}$${TAG}`)).to.match(/beyond reason/);
    for (const cost of ['16', '31', '99', '03'])
      expect(await failureOf(hasher, `$2b$${cost}$abcdefghijklmnopqrstuuqREtd3VJD2QVZbuFskFSLk6eRIrQoOS`)).to.match(
        /beyond reason/,
      );
  });

  it('has nothing to do with a hash whose salt or tag is too short to mean anything', async () => {
    const hasher = new Argon2PasswordHasher();
    for (const rest of [`c2FsdHNhbA$${TAG}`, `${SALT}$A`, `${SALT}$dGFn`, `${SALT}$dGFndGFndGFndGFndGFn`])
      expect(await failureOf(hasher, `$argon2id$v=19$m=256,t=2,p=1$${rest}`), rest).to.match(/beyond reason/);
  });

  it('does not read what is neither an argon2id nor a bcrypt string', async () => {
    const hasher = new Argon2PasswordHasher();
    const bcrypt = 'abcdefghijklmnopqrstuuqREtd3VJD2QVZbuFskFSLk6eRIrQoO';
    for (const phc of [
      `$argon2i$v=19$m=19456,t=2,p=1$${SALT}$${TAG}`,
      `$argon2id$v=16$m=19456,t=2,p=1$${SALT}$${TAG}`,
      `$argon2id$v=19$m=-1,t=2,p=1$${SALT}$${TAG}`,
      `$argon2id$v=19$m=256,t=2,p=1$${SALT}$${TAG}\n`,
      '$2b$10$abcdefghijklmnopqrstuu',
      `$2b$04$${bcrypt}SS`,
      `$2b$04$${bcrypt}T`,
      `$2x$04$${bcrypt}S`,
      `$2b$4$${bcrypt}S`,
    ])
      expect(await failureOf(hasher, phc), phc).to.match(/is n/);
  });

  it('takes every other algorithm and every other parameter for outdated, stronger ones too', () => {
    const hasher = new Argon2PasswordHasher();
    for (const head of [
      '$argon2i$v=19$m=19456,t=2,p=1',
      '$argon2id$v=16$m=19456,t=2,p=1',
      '$argon2id$v=19$m=12288,t=2,p=1',
      '$argon2id$v=19$m=19456,t=3,p=1',
      '$argon2id$v=19$m=19456,t=2,p=4',
      '$argon2id$v=19$m=65536,t=3,p=4',
    ])
      expect(hasher.isOutdated(`${head}$${SALT}$${TAG}`), head).to.equal(true);
    const [today, short] = [
      `$argon2id$v=19$m=19456,t=2,p=1$${SALT}$${TAG}`,
      `$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHQ`,
    ];
    expect([hasher.isOutdated(today), hasher.isOutdated(`${short}$${TAG}`)]).to.deep.equal([false, true]);
  });

  it('never takes a password that bcrypt would cut short', async () => {
    const hasher = new Argon2PasswordHasher();
    for (const { password, phc } of LONGEST)
      for (const longer of [`${password}x`, `${password}ü`, password.repeat(2)])
        expect(await hasher.verify(longer, phc), longer).to.equal(false);
    const [{ password, phc }] = BCRYPT as [OutdatedHash];
    for (const withNul of [`${password}\0`, `${password}\0x`, `${password}\0${password}`])
      expect(await hasher.verify(withNul, phc), JSON.stringify(withNul)).to.equal(false);
  });

  it('lets bcrypt wait behind the others', async () => {
    const hasher = new Argon2PasswordHasher(2);
    const [{ password, phc }] = BCRYPT as [OutdatedHash];
    const waiting = Array.from({ length: 52 }, () => hasher.verify(password, phc));
    expect(await hasher.verify(password, phc).catch(({ code }) => code)).to.equal('OVERLOADED');
    expect(new Set(await Promise.all(waiting))).to.deep.equal(new Set([true]));
  });

  it('lets two and 50 behind them in, who may be nobody, and refuses the next as OVERLOADED until one is done', async () => {
    const hasher = new Argon2PasswordHasher(2);
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

const failureOf = (hasher: Argon2PasswordHasher, phc: string): Promise<string> =>
  hasher.verify('password', phc).then(
    (matches) => `It said ${matches}.`,
    (error: Error) => error.message,
  );
