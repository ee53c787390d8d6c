import { once } from 'node:events';
import { createServer, get, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import express, { type ErrorRequestHandler, type Express } from 'express';
import { keepHeadersPlain } from '#adapters/inbound/http/plain-headers.ts';

const OF_ALL = { 'X-First': 'of all', 'X-Second': 'of all' };

describe('Header fields that are kept in a list', () => {
  let app: Express;

  beforeEach(() => {
    app = express().disable('x-powered-by');
    keepHeadersPlain(app, OF_ALL);
  });

  const withNode = (answer: (res: ServerResponse) => void) => (_req: IncomingMessage, res: ServerResponse) => {
    for (const [name, value] of Object.entries(OF_ALL)) res.setHeader(name, value);
    answer(res);
  };
  /** What a client gets from the one and from Node's own, without the time. */
  const answers = async (answer: (res: ServerResponse) => void) => {
    app.get('/', (_req, res) => answer(res));
    return [await answerOf(app), await answerOf(withNode(answer))];
  };

  it('are sent as Node would send them', async () => {
    const [ours, nodes] = await answers((res) => {
      res.setHeader('X-Third', 3);
      res.setHeader('x-second', 'another');
      res.setHeader('Set-Cookie', ['a=1', 'b=2']);
      res.appendHeader('Set-Cookie', 'c=3');
      res.appendHeader('X-Fourth', ['4', 'four']);
      res.setHeaders(new Map([['X-Fifth', '5']]));
      res.removeHeader('X-FIRST');
      res.removeHeader('X-Nothing');
      res.statusCode = 201;
      res.end('done');
    });
    expect(ours?.status).to.equal(201);
    // Where one stands anew, Node keeps the name that was given last.
    expect(lowerCased(ours?.fields)).to.deep.equal(lowerCased(nodes?.fields));
    expect(ours?.fields).to.include.members(['X-Second', 'another', 'c=3']);
  });

  it('are told as Node tells them', async () => {
    const [ours, nodes] = await answers((res) => {
      res.setHeader('X-Third', ['3', 'three']);
      const told = [
        res.getHeader('x-THIRD'),
        res.getHeader('x-nothing') ?? null,
        res.hasHeader('X-first'),
        res.hasHeader('X-nothing'),
        res.getHeaderNames(),
        res.getHeaders(),
      ];
      res.end(JSON.stringify(told));
    });
    expect(ours?.body).to.equal(nodes?.body);
  });

  it('are refused once they are sent', async () => {
    const codes: unknown[] = [];
    await answers((res) => {
      res.flushHeaders();
      try {
        res.setHeader('X-Late', '1');
      } catch (error) {
        codes.push((error as { code?: string }).code);
      }
      res.end();
    });
    expect(codes).to.deep.equal(['ERR_HTTP_HEADERS_SENT', 'ERR_HTTP_HEADERS_SENT']);
  });

  it('leave room for the error, where one cannot be sent', async () => {
    app.get('/', (_req, res) => {
      res.setHeader('X-Broken', 'two\nlines').end();
    });
    app.use(((error: { code?: string }, _req, res, _next) => {
      res.status(500).end(error.code);
    }) satisfies ErrorRequestHandler);
    const { status, body, fields } = await answerOf(app);
    expect([status, body]).to.deep.equal([500, 'ERR_INVALID_CHAR']);
    expect(fields).to.include('X-First').and.not.include('X-Broken');
  });
});

const lowerCased = (fields: readonly string[] = []): string[] =>
  fields.map((text, at) => (at % 2 === 0 ? text.toLowerCase() : text));

type Received = { readonly status: number | undefined; readonly fields: string[]; readonly body: string };

async function answerOf(handler: (req: IncomingMessage, res: ServerResponse) => void): Promise<Received> {
  const server = createServer(handler).listen(0, '127.0.0.1');
  await once(server, 'listening');
  try {
    const [res] = (await once(get({ port: (server.address() as AddressInfo).port, agent: false }), 'response')) as [
      IncomingMessage,
    ];
    const body = (await res.setEncoding('utf8').toArray()).join('');
    const fields = res.rawHeaders.filter((_text, at) => res.rawHeaders[at - (at % 2)] !== 'Date');
    return { status: res.statusCode, fields, body };
  } finally {
    server.close();
  }
}
