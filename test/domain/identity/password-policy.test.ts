import { expect } from 'chai';
import { parsePassword } from '#domain/identity/password-policy.ts';
import { refusalBy } from '#test/domain/refusals.ts';

const EMAIL = 'ada.lovelace@example.com';

describe('A password', () => {
  for (const [what, password] of [
    ['is empty', ''],
    ['has 7 characters', 'secret7'],
    ['has 7 characters of two units each', '🦉'.repeat(7)],
    ['has 1025 characters', 'x'.repeat(1025)],
    ['is not well-formed Unicode', 'secret\ud800 word'],
    ['is the e-mail address', EMAIL],
    ['is the e-mail address in capitals', EMAIL.toUpperCase()],
    ['is the name in the e-mail address', 'Ada.Lovelace'],
  ] as const) {
    it(`is weak when it ${what}`, () => {
      expect(refusalBy(() => parsePassword(password, EMAIL)).code).to.equal('PASSWORD_WEAK');
    });
  }

  it('of 8 characters is enough, and 1024 are welcome', () => {
    expect(parsePassword('🦉'.repeat(8), EMAIL)).to.equal('🦉'.repeat(8));
    expect(parsePassword('🦉'.repeat(1024), EMAIL)).to.have.length(2048);
  });

  it('is kept whole: white space is part of it', () => {
    expect(parsePassword('  secret  ', EMAIL)).to.equal('  secret  ');
  });

  it('may contain the name without being it', () => {
    expect(parsePassword('ada.lovelace 1815', EMAIL)).to.equal('ada.lovelace 1815');
  });

  it('can be judged while the e-mail address is not known', () => {
    expect(parsePassword('ada.lovelace', null)).to.equal('ada.lovelace');
  });
});
