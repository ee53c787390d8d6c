import { expect } from 'chai';
import { parseEmailAddress } from '#domain/identity/email-address.ts';
import { refusalBy } from '#test/domain/refusals.ts';

describe('An e-mail address', () => {
  for (const text of [
    '',
    'ada',
    '@example.com',
    'ada@',
    'ada@example',
    'ada@example.',
    'ada@.com',
    'ada@exa_mple.com',
    'ada@-example.com',
    'ada@@example.com',
    'ada@example@example.com',
    'ada lovelace@example.com',
    'ada\n@example.com',
    'ada\0@example.com',
    'ada\u200b@example.com',
    'ada\ud800@example.com',
    '.ada@example.com',
    'ada..l@example.com',
    'Ada <ada@example.com>',
    'ada@example.com,eve@example.com',
  ]) {
    it(`is not ${JSON.stringify(text)}`, () => {
      expect(refusalBy(() => parseEmailAddress(text)).code).to.equal('INVALID_FORMAT');
    });
  }

  it('of 255 characters is too long', () => {
    const domain = '@example.com';
    expect(parseEmailAddress('a'.repeat(254 - domain.length) + domain)).to.have.length(254);
    expect(refusalBy(() => parseEmailAddress('a'.repeat(255 - domain.length) + domain)).code).to.equal('TOO_LONG');
  });

  for (const [text, kept] of [
    [' Ada@Example.COM ', 'ada@example.com'],
    ['ada.l+blotter@mail.example.co.uk', 'ada.l+blotter@mail.example.co.uk'],
    ["o'neil@example.com", "o'neil@example.com"],
    ['root@localhost', 'root@localhost'],
    ['müller@bücher.example', 'müller@bücher.example'],
  ] as const) {
    it(`written ${JSON.stringify(text)} is kept as ${kept}`, () => {
      expect(parseEmailAddress(text)).to.equal(kept);
    });
  }
});
