import { expect } from 'chai';
import { bringFile } from '../support/bring-file.ts';
import { anOperation } from '../support/builders.ts';
import { API, type Route } from '../support/contract.ts';
import type { Person } from '../support/person.ts';
import { sendRaw } from '../support/raw-socket.ts';
import { isForAdmins, pathWith, routeName, takesBody } from '../support/routes.ts';
import { startApp, type TestApp } from '../support/start-app.ts';

/*
 * OWASP API4:2023, unrestricted resource consumption. Here: the bounds of every list and of every body, and the tokens of a user. Two hashes at
 * once and a bounded queue are test/contracts/turnstile.test.ts, whose 503 is auth/signing-in.test.ts; fifty sessions and a hundred logins
 * test/application/identity/{sessions,access-tokens}.test.ts; mails to one mailbox api6-sensitive-flows.test.ts; bodies full of small things
 * errors/bodies.test.ts; slow clients, hostile JSON, text and headers, an exhausted pool and fatal errors the scenarios of test/chaos; of
 * open imports test/http/imports.
 */

const LONGEST_PAGE = 200;
/** Of what is within positions: lots, and what became of them. */
const LONGEST_PAGES: Readonly<Record<string, number>> = {
  '/positions': 100_000,
  '/positions/{instrument}/lots': 100_000,
};
/** Its file may have 200 MiB: test/http/imports. */
const UPLOAD = 'POST /imports';
const MIB = 1024 * 1024;
const BOUNDS: Readonly<Record<string, number>> = {
  'POST /operations/batch': 8 * MIB,
  'application/json': MIB,
  'application/merge-patch+json': MIB,
  'application/x-www-form-urlencoded': 16 * 1024,
};
/** They answer everything at once: what one user can have of them is bounded instead. */
const WHOLE = ['/users/me/sessions', '/tokens', '/export', '/cash', '/instruments', '/reports/schedules'];

describe('What one request may take', () => {
  let app: TestApp;
  let admin: Person;
  let operation: string;
  let file: string;

  before(async () => {
    app = await startApp();
    admin = await app.signedUp('admin');
    operation = (await admin.bearer.post('/operations', anOperation())).json<{ id: string }>().id;
    file = await bringFile(app, admin.bearer);
  });
  after(() => app.stop());

  const target = ({ path }: Route): string => {
    const ids: Record<string, string> = {
      accounts: admin.account,
      imports: file,
      operations: operation,
      users: admin.user.id,
    };
    return pathWith(path, ids[path.split('/')[1] ?? ''] ?? '');
  };
  const isList = ({ method, operation }: Route): boolean => {
    const { schema } = operation.responses['200']?.content?.['application/json'] ?? {};
    return method === 'GET' && schema?.items !== undefined;
  };
  const isPaged = ({ operation }: Route): boolean => (operation.parameters ?? []).some(({ name }) => name === 'limit');

  it('of a list is a page of 200 at most, or of 100,000 lots, wherever a list is', async () => {
    const lists = app.contract.routes.filter(isList);
    expect(lists.filter((route) => !isPaged(route)).map(({ path }) => path)).to.deep.equal(WHOLE);
    for (const route of lists.filter(isPaged)) {
      const longest = LONGEST_PAGES[route.path] ?? LONGEST_PAGE;
      expect((await admin.bearer.get(`${target(route)}?limit=${longest}`)).status, route.path).to.equal(200);
      for (const limit of [longest + 1, 999_999, 1e9, '1e2', 'all', '-1', '%D9%A1', ''])
        expect([
          route.path,
          limit,
          (await admin.bearer.get(`${target(route)}?limit=${limit}`)).violations,
        ]).to.deep.equal([route.path, limit, ['/limit OUT_OF_RANGE']]);
    }
  });

  it('of a body is bounded, whichever route and type it is of', async () => {
    for (const route of app.contract.routes.filter((route) => takesBody(route) && routeName(route) !== UPLOAD))
      for (const type of Object.keys(route.operation.requestBody?.content ?? {})) {
        const bound = BOUNDS[routeName(route)] ?? BOUNDS[type] ?? 0;
        const answer = await admin.bearer.send(route.method, target(route), 'x'.repeat(bound + 1), {
          'Content-Type': type,
        });
        expect([routeName(route), type, answer.outcome]).to.deep.equal([routeName(route), type, '413 BODY_TOO_LARGE']);
        const read = await admin.bearer.send(route.method, target(route), 'x'.repeat(bound), { 'Content-Type': type });
        expect([routeName(route), type, read.status]).to.satisfy(([, , status]: unknown[]) =>
          [400, 422].includes(Number(status)),
        );
      }
  });

  it('of a body is nothing where nobody, or somebody else, has to be asked first', async () => {
    const user = await app.signedUp();
    const asked = app.contract.routes.filter((route) => takesBody(route) && route.operation.security?.length !== 0);
    const tries = asked.flatMap((route) => [
      [route, '', 401] as const,
      ...(isForAdmins(route) ? [[route, `Authorization: Bearer ${user.token}\r\n`, 403] as const] : []),
    ]);
    const answers = await Promise.all(
      tries.map(async ([route, credential, status]) => {
        const head = `${route.method} ${API}${target(route)} HTTP/1.1\r\nHost: x\r\nSec-Fetch-Site: none\r\n${credential}`;
        const framing = `Content-Type: application/json\r\nContent-Length: ${100 * MIB}\r\n\r\n`;
        const { statuses, closed } = await sendRaw(app.port, `${head}${framing}`);
        return { route: routeName(route), status, statuses, closed };
      }),
    );
    expect(answers).to.have.length.above(5);
    for (const { route, status, statuses, closed } of answers)
      expect([route, statuses, closed]).to.deep.equal([route, [status], true]);
  });
});

describe('What one user may keep', () => {
  let app: TestApp;

  before(async () => {
    app = await startApp();
  });
  after(() => app.stop());

  it('of tokens is a hundred, and one that is deleted makes room for one', async () => {
    const ada = await app.signedUp();
    /** So many at once can be told to come again, on a machine that is busy. */
    const make = async (): Promise<string> => {
      const answer = await ada.bearer.post('/tokens', { name: 'a script', scopes: ['account'] });
      if (answer.status === 503) return make();
      if (answer.status === 201) app.secrets.add(answer.json<{ token: string }>().token);
      return answer.outcome;
    };
    const outcomes = await Promise.all(Array.from({ length: 110 }, make));
    expect(outcomes.filter((outcome) => outcome === '201')).to.have.length(100);
    expect(outcomes.filter((outcome) => outcome !== '201')).to.deep.equal(Array(10).fill('409 TOO_MANY_TOKENS'));
    const kept = (await ada.bearer.get('/tokens')).json<{ id: string }[]>();
    expect(kept).to.have.length(100);
    await ada.bearer.delete(`/tokens/${kept[0]?.id}`);
    expect([await make(), await make()]).to.deep.equal(['201', '409 TOO_MANY_TOKENS']);
  });
});
