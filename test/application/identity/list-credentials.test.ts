import { expect } from 'chai';
import type { Acting } from '#application/identity/doers.ts';
import { aBlotter, anActor, type Blotter, letPass } from '#test/application/blotter.ts';
import { aBrowserOf, aProgramOf, aTokenOf } from './signed-in.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const BROWSER = { address: '192.0.2.7', userAgent: 'Firefox' };
const PROGRAM = { address: '2001:db8::1', userAgent: null };

describe('What somebody sees of their credentials', () => {
  let blotter: Blotter;
  let ada: Acting;
  beforeEach(async () => {
    blotter = aBlotter();
    ada = await anActor(blotter);
    const bea = await anActor(blotter, { email: 'bea@example.com' });
    await aBrowserOf(blotter, bea);
    await aProgramOf(blotter, bea);
    await aTokenOf(blotter, bea);
  });

  const signedIn = () => blotter.listCredentials.signedIn(ada);
  const tokens = () => blotter.listCredentials.tokens(ada);

  it('is nothing of anybody else', async () => {
    expect([await signedIn(), await tokens()]).to.deep.equal([[], []]);
  });

  it('is nothing that has expired', async () => {
    await aBrowserOf(blotter, ada);
    await aProgramOf(blotter, ada);
    await aTokenOf(blotter, ada, { expiresAt: '2026-11-25T09:30:00Z' });
    letPass(blotter, 7 * DAY);
    expect((await signedIn()).map(({ kind }) => kind)).to.deep.equal(['bearer']);
    letPass(blotter, 23 * DAY);
    expect([await signedIn(), await tokens()]).to.deep.equal([[], []]);
  });

  it('is where they are signed in, newest first: since when, from where, last seen and until when', async () => {
    const browser = await aBrowserOf(blotter, ada, BROWSER);
    letPass(blotter, MINUTE);
    const program = await aProgramOf(blotter, ada, PROGRAM);
    await browser.who();
    expect(await signedIn()).to.deep.equal([
      {
        id: program.id,
        kind: 'bearer',
        address: '2001:db8::1',
        user_agent: null,
        created_at: '2026-11-24T09:31:00.000Z',
        last_seen_at: null,
        expires_at: '2026-12-24T09:31:00.000Z',
      },
      {
        id: browser.id,
        kind: 'cookie',
        address: '192.0.2.7',
        user_agent: 'Firefox',
        created_at: '2026-11-24T09:30:00.000Z',
        last_seen_at: '2026-11-24T09:31:00.000Z',
        expires_at: '2026-12-01T09:31:00.000Z',
      },
    ]);
    await program.who();
    expect((await signedIn())[0]?.last_seen_at).to.equal('2026-11-24T09:31:00.000Z');
  });

  it('is their personal access tokens, oldest first, and no secret', async () => {
    const main = (await blotter.accounts.findDefault(ada.userId))!;
    const first = await aTokenOf(blotter, ada, { name: 'Import', scopes: ['imports'] });
    const second = await aTokenOf(blotter, ada, { accountIds: [main], expiresAt: '2026-12-31T00:00:00Z' });
    await second.who();
    expect(await tokens()).to.deep.equal([
      {
        id: first.id,
        name: 'Import',
        scopes: ['imports'],
        account_ids: null,
        created_at: '2026-11-24T09:30:00.000Z',
        expires_at: null,
        last_used_at: null,
      },
      {
        id: second.id,
        name: 'A script',
        scopes: ['operations:read', 'operations:write', 'account'],
        account_ids: [main],
        created_at: '2026-11-24T09:30:00.000Z',
        expires_at: '2026-12-31T00:00:00.000Z',
        last_used_at: '2026-11-24T09:30:00.000Z',
      },
    ]);
  });
});
