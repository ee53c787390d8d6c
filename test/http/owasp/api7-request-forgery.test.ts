import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { expect } from 'chai';
import { pathWith, routeName, takesBody } from '../support/routes.ts';
import { startApp, type TestApp } from '../support/start-app.ts';

/*
 * OWASP API7:2023, server side request forgery. Here: no route takes an address to go to, and what looks like one is never gone to. That the
 * links of mails begin with the configured address, whatever a request says, is auth/mailed-links.test.ts; that a request in the form for
 * proxies is none is errors/raw-requests.test.ts. Webhooks and imports by address do not exist, so there is no table of addresses to refuse.
 */

const ADDRESS_LIKE =
  /(^|_)(ur[lin]|href|link|web_?hook|callback|redirect|return_to|host|endpoint|target|proxy|avatar|image)s?(_|$)/i;

describe('An address to go to', () => {
  let app: TestApp;

  before(async () => {
    app = await startApp();
  });
  after(() => app.stop());

  /** Every name that a request can bring, with the schemas that are read there. */
  function* inputs(): Generator<readonly [where: string, name: string, schema: string]> {
    for (const route of app.contract.routes) {
      for (const { in: place, name, schema } of route.operation.parameters ?? [])
        yield [`${routeName(route)} ${place}`, name, JSON.stringify(schema)];
      for (const [name, schema] of Object.entries(app.contract.fieldsOf(route)))
        yield [`${routeName(route)} body`, name, JSON.stringify(schema)];
    }
  }

  it('is no field and no parameter of any route', () => {
    const all = [...inputs()];
    expect(all.map(([, name]) => name)).to.include.members(['note', 'cursor', 'if-match', 'username', 'id']);
    for (const [where, name, schema] of all) {
      expect(name, where).not.to.match(ADDRESS_LIKE);
      expect(schema, `${where} ${name}`).not.to.match(/"format":"(ur[in]|url|iri|hostname|ipv[46])[^"]*"|https?:/i);
    }
  });

  it('is never gone to, wherever it stands in a request', async () => {
    let visits = 0;
    const trap = createServer((socket) => {
      visits += 1;
      socket.destroy();
    }).listen(0, '127.0.0.1');
    await once(trap, 'listening');
    try {
      const url = `http://127.0.0.1:${(trap.address() as AddressInfo).port}/`;
      const host = new URL(url).host;
      const headers = {
        Forwarded: `host=${host}`,
        Referer: url,
        'X-Forwarded-Host': host,
        'X-Original-URL': url,
        'X-Rewrite-URL': url,
      };
      const ada = await app.signedUp();
      for (const route of app.contract.routes.filter(({ path }) => !path.endsWith('logout'))) {
        const fields = Object.keys(app.contract.fieldsOf(route)).map((name) => [name, url]);
        const query = new URLSearchParams([...inputs()].map(([, name]) => [name, url])).toString();
        const body = takesBody(route) ? Object.fromEntries(fields) : undefined;
        const target = pathWith(route.path, encodeURIComponent(url));
        await ada.bearer.send(route.method, `${target}?${query}`, body, headers);
      }
      const asked = await ada.bearer.post('/auth/forgot-password', { email: ada.user.email }, headers);
      expect(asked.status).to.equal(202);
      expect(await app.mailsTo(ada.user.email)).not.to.be.empty;
      expect(visits).to.equal(0);
    } finally {
      trap.close();
    }
  });
});
