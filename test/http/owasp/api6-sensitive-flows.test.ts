import { expect } from 'chai';
import type { Answer } from '../support/answer.ts';
import { aRegistration, NO_ID } from '../support/builders.ts';
import { lastingRows } from '../support/ledger-rows.ts';
import type { Person } from '../support/person.ts';
import { pathWith, routeName, takesBody } from '../support/routes.ts';
import { startApp, type TestApp } from '../support/start-app.ts';

/*
 * OWASP API6:2023, unrestricted access to sensitive business flows. Here: mails to somebody who did not ask for them, that no other site makes a
 * browser do anything, and that every POST which makes something can be repeated or is known not to be. How often people register and ask
 * for mails by address is auth/rate-limits.test.ts; every way for another site to say where it comes from auth/cross-site.test.ts; the keys
 * themselves idempotency.test.ts. A token is made without asking for the password again: it is bounded by number (api4-resources.test.ts) and
 * by the general limit of the API alone. Bulk deletion, reports and their mails are not there yet.
 */

describe('A mailbox', () => {
  let app: TestApp;
  let sources = 0;

  before(async () => {
    app = await startApp({ rateLimits: true, trustProxy: ['loopback'] });
  });
  after(() => app.stop());

  /** Each time from another address. */
  function anybody() {
    sources += 1;
    return app.anyone.with({ 'X-Forwarded-For': `198.51.100.${sources}` });
  }

  for (const [what, path] of [
    ['a new password', '/auth/forgot-password'],
    ['a confirmation', '/auth/request-verify-token'],
  ] as const)
    it(`gets five mails a minute at most of those who ask for ${what}, wherever they come from`, async () => {
      const ada = await app.signedUp();
      const before = (await app.mailsTo(ada.user.email)).length;
      const outcomes: string[] = [];
      for (const email of Array.from({ length: 4 }, () => [ada.user.email, ada.user.email.toUpperCase()]).flat())
        outcomes.push((await anybody().post(path, { email })).outcome);
      expect(outcomes).to.deep.equal([...Array(5).fill('202'), ...Array(3).fill('429 TOO_MANY_REQUESTS')]);
      expect((await app.mailsTo(ada.user.email)).length - before).to.be.within(1, 5);
    });

  it('of a stranger gets few mails of somebody who moves their own address to it and away', async () => {
    const ada = await app.signedUp();
    const victim = aRegistration().email;
    const answers: Answer[] = [];
    for (let time = 0; time < 5; time += 1)
      for (const email of [victim, aRegistration().email]) {
        answers.push(await ada.bearer.patch('/users/me', { email, current_password: ada.password }));
        await app.mailsTo(victim);
      }
    const [first, refused] = [answers.slice(0, 5), answers[5]];
    expect(first.map(({ status }) => status)).to.deep.equal(Array(5).fill(200));
    expect([refused?.outcome, Number(refused?.headers['retry-after']) <= 3_600]).to.deep.equal([
      '429 TOO_MANY_REQUESTS',
      true,
    ]);
    expect(await app.mailsTo(victim)).to.have.length(5);
  });
});

describe('What changes something', () => {
  let app: TestApp;
  let admin: Person;

  before(async () => {
    app = await startApp();
    admin = await app.signedUp('admin');
  });
  after(() => app.stop());

  it('is never done by a browser that another site sends', async () => {
    const before = await lastingRows(app);
    for (const route of app.contract.routes.filter(({ method }) => method !== 'GET'))
      for (const site of ['cross-site', 'same-site']) {
        const headers = { Cookie: admin.cookieHeader, 'Sec-Fetch-Site': site };
        for (const id of [admin.user.id, NO_ID]) {
          const body = takesBody(route) ? bodyOf(route.operation.requestBody) : undefined;
          const answer = await app.anyone.send(route.method, pathWith(route.path, id), body, headers);
          expect([routeName(route), answer.outcome, answer.cookies]).to.deep.equal([
            routeName(route),
            '403 CROSS_SITE',
            [],
          ]);
        }
      }
    expect(await lastingRows(app)).to.deep.equal(before);
  });

  const bodyOf = (body: { content: Readonly<Record<string, { example?: unknown }>> } | undefined): unknown =>
    body?.content['application/json']?.example;

  it('and makes something can be repeated with a key, but for what answers a secret or stands for itself', () => {
    const making = app.contract.routes.filter(
      ({ method, operation }) => method === 'POST' && operation.responses['201'] !== undefined,
    );
    const repeatable = making.filter(({ operation }) =>
      (operation.parameters ?? []).some(({ name }) => name === 'idempotency-key'),
    );
    expect(repeatable.map(routeName)).to.deep.equal(['POST /accounts', 'POST /operations', 'POST /imports']);
    const others = making.filter((route) => !repeatable.includes(route)).map(routeName);
    expect(others).to.deep.equal(['POST /auth/register', 'POST /tokens']);
  });
});
