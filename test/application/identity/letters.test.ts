import { expect } from 'chai';
import type { Mail } from '#application/ports/mailer.ts';
import { aBlotter, anActor, type Blotter, CLIENT, NEW_PASSWORD, PASSWORD } from '#test/application/blotter.ts';
import { mailsTo, tokenIn } from '#test/application/mails.ts';
import { PUBLIC_URL } from '#test/application/use-cases.ts';
import { aBrowserOf, signedInBy } from './signed-in.ts';

const NAME = '<a href="https://evil.example">Ada</a> & $1';

describe('A letter about an account', () => {
  let blotter: Blotter;
  let letters: readonly Mail[];

  beforeEach(async () => {
    blotter = aBlotter();
    const ada = await anActor(blotter, { username: NAME });
    await blotter.askForMail.execute('reset-password', { email: 'ada@example.com' }, CLIENT);
    await mailsTo(blotter, 'ada@example.com');
    const browser = await signedInBy(await aBrowserOf(blotter, ada));
    const draft = { email: 'bea@example.com', password: NEW_PASSWORD, currentPassword: PASSWORD };
    await blotter.changeProfile.execute(browser, draft, '192.0.2.1');
    letters = await mailsTo(blotter, 'ada@example.com');
  });

  it('is about one thing each', () => {
    expect(letters.map(({ subject, action }) => [subject, action?.label])).to.deep.equal([
      ['Confirm your e-mail address for Blotter', 'Confirm this address'],
      ['Choose a new password for Blotter', 'Choose a new password'],
      ['Your Blotter password was changed', undefined],
      ['The e-mail address of your Blotter account was changed', undefined],
    ]);
  });

  it('has links to the configured address only, with nothing but the token', () => {
    const [confirm, choose] = letters.flatMap(({ action }) => action?.url ?? []);
    expect(confirm).to.equal(`${PUBLIC_URL}/verify?token=${tokenIn(letters[0])}`);
    expect(choose).to.equal(`${PUBLIC_URL}/reset-password?token=${tokenIn(letters[1])}`);
    for (const { paragraphs } of letters) expect(paragraphs.slice(1).join(' ')).not.to.match(/:\/\//);
  });

  it('carries a token of 192 bits that needs no quoting in a link', () => {
    for (const letter of letters.slice(0, 2)) expect(tokenIn(letter)).to.match(/^[A-Za-z0-9_-]{32}$/);
    expect(tokenIn(letters[0])).not.to.equal(tokenIn(letters[1]));
  });

  it('calls the person by the name as it is kept: text, in the greeting alone', () => {
    for (const { subject, paragraphs, action } of letters) {
      expect(paragraphs[0]).to.equal(`Hello ${NAME},`);
      expect(JSON.stringify([subject, paragraphs.slice(1), action])).not.to.include('evil.example');
    }
  });

  it('is of plain lines: no subject, paragraph or link breaks into a second one', () => {
    for (const { subject, paragraphs, action } of letters)
      for (const line of [subject, ...paragraphs, action?.label ?? '', action?.url ?? ''])
        expect(line).not.to.match(/[\r\n\u2028\u2029]/);
  });

  it('never tells a password, nor a link where something has already happened', () => {
    expect(JSON.stringify(letters)).not.to.include(PASSWORD).and.not.to.include(NEW_PASSWORD);
    for (const { action } of letters.slice(2)) expect(action).to.equal(null);
  });
});
