import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { ListedCommonPasswords } from '#adapters/outbound/security/listed-common-passwords.ts';
import { countCodePoints } from '#domain/shared/text.ts';

/** In the order of how common they are. */
const list = JSON.parse(
  readFileSync(fileURLToPath(import.meta.resolve('@zxcvbn-ts/language-common/src/passwords.json')), 'utf8'),
) as readonly string[];
const longEnough = list.filter((password) => countCodePoints(password) >= 8);

describe('The listed common passwords', () => {
  const common = new ListedCommonPasswords();

  it('have no ordinary phrase among them', () => {
    for (const phrase of [
      'correct horse battery',
      'wir essen um sieben',
      'пароль от сейфа',
      'tangerine-umbrella-42',
      'sixteen "quoted" words',
      'back\\slash and more',
      '\u{1F600}'.repeat(8),
      '\ud800'.repeat(8),
      ' password ',
      'passwordpasswordpasswordpass',
    ])
      expect(common.has(phrase), phrase).to.equal(false);
  });

  it('are whole ones: no part of one, and no two together', () => {
    for (const part of [
      '',
      ',',
      '"',
      '","',
      'assword',
      'passwor',
      'password","12345678',
      'password,12345678',
      '123456789","',
    ])
      expect(common.has(part), part).to.equal(false);
  });

  it('have among them what everybody tries first', () => {
    for (const password of [
      'password',
      '12345678',
      'qwertyuiop',
      'iloveyou',
      'password1',
      '1q2w3e4r',
      'trustno1',
      'p@ssw0rd',
    ])
      expect(common.has(password), password).to.equal(true);
  });

  it('are known whatever their case', () => {
    for (const password of ['Password1', 'PASSWORD', 'ILoveYou', 'QwertyUIOP', 'P@ssW0rd'])
      expect(common.has(password), password).to.equal(true);
  });

  it('are the 3,000 most common that are long enough, and the least common of the list', () => {
    const tried = [...longEnough.slice(0, 3_000), ...longEnough.slice(-100)];
    expect(tried).to.have.length(3_100);
    expect(tried.filter((password) => !common.has(password))).to.deep.equal([]);
  });
});
