import { expect } from 'chai';
import type { SignInAttempt } from '#application/identity/sign-in.ts';
import { aBlotter, anActor, anAttempt, type Blotter } from '#test/application/blotter.ts';
import { refusalCodeOf, refusalOf } from '#test/application/refusals.ts';

const WRONG = 'wrong horse battery';
const MINUTE = 60_000;

describe('Whoever guesses a password', () => {
  let blotter: Blotter;
  let places = 0;
  beforeEach(async () => {
    blotter = aBlotter();
    await anActor(blotter);
    await anActor(blotter, { email: 'bea@example.com' });
    blotter.hasher.hashes = 0;
  });

  const signIn = (attempt: Partial<SignInAttempt> = {}) => blotter.signIn.execute(anAttempt(attempt));
  const codeOf = (attempt: Partial<SignInAttempt>) => refusalCodeOf(signIn(attempt));
  const anywhere = () => {
    places += 1;
    return `198.51.100.${places}`;
  };
  const fail = async (times: number, attempt: () => Partial<SignInAttempt> = () => ({})) => {
    for (let time = 0; time < times; time += 1)
      expect(await codeOf({ password: WRONG, ...attempt() }), `failure ${time + 1}`).to.equal('BAD_CREDENTIALS');
  };

  it('of an account is stopped after 5 failures, wherever they come from, even with the right one', async () => {
    await fail(5, () => ({ address: anywhere() }));
    for (const email of ['ada@example.com', ' ADA@example.com'])
      expect(await codeOf({ email, address: anywhere() })).to.equal('TOO_MANY_REQUESTS');
  });

  it('from an address is stopped after 10 failures, whomever they are about', async () => {
    await fail(10, () => ({ email: `${anywhere()}@example.com` }));
    expect((await refusalOf(signIn())).facts.retryAfterSeconds).to.equal(60);
    expect((await signIn({ address: anywhere() })).user.email).to.equal('ada@example.com');
    blotter.clock.advance(MINUTE);
    expect((await signIn()).user.email).to.equal('ada@example.com');
  });

  it('is stopped before anything is hashed, and told when to come back', async () => {
    await fail(5);
    blotter.clock.advance(2 * MINUTE);
    blotter.hasher.hashes = 0;
    const { code, facts } = await refusalOf(signIn());
    expect([code, facts.retryAfterSeconds, blotter.hasher.hashes]).to.deep.equal(['TOO_MANY_REQUESTS', 180, 0]);
  });

  it('from an address that is stopped adds nothing to the failures of an account', async () => {
    await fail(10, () => ({ email: `${anywhere()}@example.com` }));
    for (let time = 0; time < 5; time += 1) expect(await codeOf({ password: WRONG })).to.equal('TOO_MANY_REQUESTS');
    await fail(4, () => ({ address: anywhere() }));
    expect((await signIn({ address: anywhere() })).user.email).to.equal('ada@example.com');
  });

  it('without an address to sign in with is counted where it comes from', async () => {
    for (let time = 0; time < 10; time += 1) await fail(1, () => ({ email: 'no address', address: anywhere() }));
    await fail(10, () => ({ email: 'no address' }));
    expect(await codeOf({ email: 'no address' })).to.equal('TOO_MANY_REQUESTS');
    expect(await codeOf({})).to.equal('TOO_MANY_REQUESTS');
  });

  it('is stopped alike whether or not there is such an account', async () => {
    const ends = async (email: string) => {
      const codes: string[] = [];
      for (let time = 0; time < 7; time += 1) codes.push(await codeOf({ email, password: WRONG, address: anywhere() }));
      return codes;
    };
    expect(await ends('nobody@example.com')).to.deep.equal(await ends('ada@example.com'));
  });

  it('may go on when the window has passed, which no further try prolongs', async () => {
    await fail(5);
    blotter.clock.advance(4 * MINUTE);
    expect(await codeOf({})).to.equal('TOO_MANY_REQUESTS');
    blotter.clock.advance(MINUTE - 1);
    expect(await codeOf({})).to.equal('TOO_MANY_REQUESTS');
    blotter.clock.advance(1);
    expect((await signIn()).user.email).to.equal('ada@example.com');
  });

  it('does not keep the person out of a browser that is known', async () => {
    await fail(5, () => ({ address: anywhere() }));
    await fail(5, () => ({ email: 'nobody@example.com' }));
    expect((await signIn({ device: 'her laptop' })).user.email).to.equal('ada@example.com');
  });

  it('in a known browser is stopped after 5 failures too, and keeps no other browser out', async () => {
    await fail(5, () => ({ device: 'a stolen laptop' }));
    expect(await codeOf({ device: 'a stolen laptop', address: anywhere() })).to.equal('TOO_MANY_REQUESTS');
    expect((await signIn({ device: 'her phone' })).user.email).to.equal('ada@example.com');
    expect((await signIn()).user.email).to.equal('ada@example.com');
  });

  it('in a known browser takes nothing from the others at its address', async () => {
    for (const device of ['one', 'two', 'three']) await fail(4, () => ({ device }));
    expect((await signIn({ email: 'bea@example.com' })).user.email).to.equal('bea@example.com');
  });

  it('and is right has all failures of the account taken back', async () => {
    for (let round = 0; round < 3; round += 1) {
      await fail(4, () => ({ address: anywhere() }));
      await signIn({ address: anywhere() });
    }
    for (let round = 0; round < 3; round += 1) {
      await fail(4, () => ({ device: 'her laptop' }));
      await signIn({ device: 'her laptop' });
    }
  });

  it('and is right is not counted for the address, where the failures still are', async () => {
    for (let time = 0; time < 30; time += 1) await signIn();
    await fail(4);
    await signIn();
    await fail(4, () => ({ email: 'bea@example.com' }));
    await signIn({ email: 'bea@example.com' });
    await fail(2, () => ({ email: 'nobody@example.com' }));
    expect(await codeOf({})).to.equal('TOO_MANY_REQUESTS');
  });
});
