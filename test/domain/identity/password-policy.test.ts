import { expect } from 'chai';
import { parsePassword } from '#domain/identity/password-policy.ts';
import { COMMON } from '#test/domain/builders.ts';
import { refusalBy } from '#test/domain/refusals.ts';

const EMAIL = 'ada.lovelace@example.com';

describe('A password', () => {
  const parse = (password: string, email: string | null = EMAIL) => parsePassword(password, email, COMMON);

  for (const [what, password] of [
    ['is empty', ''],
    ['has 7 characters', 'secret7'],
    ['has 7 characters of two units each', '🦉'.repeat(7)],
    ['has 1025 characters', 'x'.repeat(1025)],
    ['is not well-formed Unicode', 'secret\ud800 word'],
    ['is the e-mail address', EMAIL],
    ['is the e-mail address in capitals', EMAIL.toUpperCase()],
    ['is the name in the e-mail address', 'Ada.Lovelace'],
    ['is the name in the e-mail address with a year', 'ada.lovelace1815'],
    ['is the e-mail address with signs', `${EMAIL}!?`],
    ['is the name of this product with a year', 'Blotter2026'],
    ['is the name of this product twice', 'blotter-blotter'],
    ['is the name of this product among digits', '12BLOT34TER!'],
    ['is common', 'password'],
    ['is common, written in capitals', 'QWERTYUIOP'],
  ] as const) {
    it(`is weak when it ${what}`, () => {
      expect(refusalBy(() => parse(password)).code).to.equal('PASSWORD_WEAK');
    });
  }

  it('is weak when it is a name that ends in digits itself', () => {
    expect(refusalBy(() => parse('lovelace1815', 'lovelace1815@example.com')).code).to.equal('PASSWORD_WEAK');
  });

  it('of 8 characters is enough, and 1024 are welcome', () => {
    expect(parse('🦉'.repeat(8))).to.equal('🦉'.repeat(8));
    expect(parse('🦉'.repeat(1024))).to.have.length(2048);
  });

  it('needs no kinds of characters: a phrase of one case, digits alone or one sign are as good', () => {
    for (const password of ['sechs kleine fische', '8314159265', 'ааааааaа', '        '])
      expect(parse(password)).to.equal(password);
  });

  it('is kept whole and as it was sent: white space is part of it, and nothing is normalised', () => {
    expect(parse('  secret  ')).to.equal('  secret  ');
    for (const written of ['pâté de foie', 'pa\u0302te\u0301 de foie']) expect(parse(written)).to.equal(written);
  });

  it('may contain the name of the person, of the product or a common one without being it', () => {
    for (const password of ['ada.lovelace 1815', 'my blotter at home', 'password of a lady'])
      expect(parse(password)).to.equal(password);
  });

  it('can be judged while the e-mail address is not known', () => {
    expect(parse('ada.lovelace', null)).to.equal('ada.lovelace');
    expect(refusalBy(() => parse('password', null)).code).to.equal('PASSWORD_WEAK');
  });
});
