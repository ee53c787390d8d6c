import { expect } from 'chai';
import { startApp, type TestApp } from './support/start-app.ts';

describe('The page of the API', () => {
  let app: TestApp;

  before(async () => {
    app = await startApp();
  });
  after(() => app.stop());

  /** `script-src` → its sources. */
  function policyOf(header: string | undefined): Map<string, readonly string[]> {
    const parts = (header ?? '').split(';').map((part) => part.trim().split(/\s+/));
    return new Map(parts.map(([name = '', ...sources]) => [name, sources]));
  }

  it('may run and show only what comes from here, and be framed by nobody', async () => {
    const answer = await app.anyone.get('/api/docs');
    expect(answer.headers['content-type']).to.equal('text/html; charset=utf-8');
    const policy = policyOf(answer.headers['content-security-policy']);
    expect(policy.get('default-src')).to.deep.equal(["'none'"]);
    expect(policy.get('frame-ancestors')).to.deep.equal(["'none'"]);
    expect(policy.get('base-uri')).to.deep.equal(["'none'"]);
    for (const [name, sources] of policy)
      for (const source of sources)
        expect([name, source]).to.satisfy(
          ([directive, value]: [string, string]) =>
            ["'none'", "'self'"].includes(value) || (directive === 'img-src' && value === 'data:'),
        );
    expect(policy.get('script-src')).to.deep.equal(["'self'"]);
    expect(policy.get('style-src')).to.deep.equal(["'self'"]);
  });

  it('has nothing in it that such a policy would forbid', async () => {
    const { text } = await app.anyone.get('/api/docs');
    expect(text).not.to.match(/<style|\sstyle=|\son\w+=|javascript:|https?:\/\/|<iframe|<base/i);
    for (const [, attributes = '', content] of text.matchAll(/<script([^>]*)>([^<]*)<\/script>/g))
      expect([attributes.includes('src='), content]).to.deep.equal([true, '']);
  });

  it('loads every asset from here, each with the type that it is', async () => {
    const { text } = await app.anyone.get('/api/docs');
    const assets = [...text.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, path = '']) => path);
    expect(assets.length).to.be.at.least(4);
    for (const path of assets) {
      expect(path).to.match(/^\/api\/(docs|v1)\//);
      const answer = await app.anyone.get(path);
      const [type] = (answer.headers['content-type'] ?? '').split(';');
      const expected = path.endsWith('.js')
        ? 'text/javascript'
        : path.endsWith('.css')
          ? 'text/css'
          : path.endsWith('.png')
            ? 'image/png'
            : 'application/json';
      expect([path, answer.status, type]).to.deep.equal([path, 200, expected]);
      expect(answer.headers['x-content-type-options']).to.equal('nosniff');
    }
  });

  it('needs no sign-in, as it tells nothing about anybody', async () => {
    for (const path of ['/api/docs', '/api/v1/openapi.json']) {
      const answer = await app.anyone.get(path, { Authorization: 'Bearer blt_nobodys', Cookie: 'blotter=nobodys' });
      expect([path, answer.status, answer.cookies]).to.deep.equal([path, 200, []]);
    }
  });

  it('refuses a part or a version of an asset that there is not, as any other request', async () => {
    const asset = '/api/docs/swagger-ui.css';
    expect((await app.anyone.get(asset, { Range: 'bytes=99999999-' })).outcome).to.equal('416 RANGE_NOT_SATISFIABLE');
    expect((await app.anyone.get(asset, { 'If-Match': '"x"' })).outcome).to.equal('412 PRECONDITION_FAILED');
    expect((await app.anyone.get(asset, { Range: 'bytes=0-9' })).status).to.equal(206);
    const { headers } = await app.anyone.get(asset);
    expect((await app.anyone.get(asset, { 'If-Modified-Since': headers['last-modified'] ?? '' })).status).to.equal(304);
  });
});

/** All but a file, which is brought as it is. */
const isObject = ({ schema }: { readonly schema: { readonly $ref?: string } }): boolean => schema.$ref !== undefined;

describe('The served document', () => {
  let app: TestApp;

  before(async () => {
    app = await startApp();
  });
  after(() => app.stop());

  it('is OpenAPI 3.1 of the API under its base path, in JSON', async () => {
    const answer = await app.anyone.get('/api/v1/openapi.json');
    expect(answer.headers['content-type']).to.equal('application/json; charset=utf-8');
    expect(answer.headers['etag']).to.match(/^"[^"]+"$/);
    const document = answer.json<{ openapi: string; servers: object[]; info: { version: string } }>();
    expect(document.openapi).to.match(/^3\.1\./);
    expect(document.servers).to.deep.equal([{ url: '/api/v1' }]);
    expect(document.info.version).to.match(/^\d+\.\d+\.\d+/);
  });

  it('takes no field more than it names, in any body', () => {
    for (const route of app.contract.routes)
      for (const { schema } of Object.values(route.operation.requestBody?.content ?? {}).filter(isObject))
        expect(app.contract.document.components.schemas[schema.$ref?.split('/').at(-1) ?? '']).to.include({
          additionalProperties: false,
        });
  });
});
