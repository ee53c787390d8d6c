import { type Agent, type IncomingMessage, request } from 'node:http';
import { decoded } from '#test/support/decoded.ts';
import type { Headers } from '../caller.ts';
import type { Member } from './member.ts';

/** A request, with what its answer may be. */
export type Ask = {
  /** null: a stranger. */
  readonly who: Member | null;
  readonly method: string;
  readonly path: string;
  readonly headers: Headers;
  readonly body?: unknown;
  /** Whose ledger the answer may tell of besides one's own. */
  readonly about?: Member;
  /** Default: any. */
  readonly statuses?: readonly number[];
};

export type Got = {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  /** The names and values of all headers. */
  readonly head: string;
  /** The content before any coding. */
  readonly text: string;
};

/** The path is sent as it is written. */
export function send(origin: URL, agent: Agent, { method, path, headers, body }: Ask): Promise<Got> {
  const { hostname, port } = origin;
  const content = body === undefined ? '' : JSON.stringify(body);
  const length = Buffer.byteLength(content);
  const type = body === undefined ? {} : { 'Content-Type': 'application/json', 'Content-Length': length };
  return new Promise((resolve, reject) => {
    const req = request({ agent, hostname, port, method, path, headers: { ...headers, ...type } }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('error', reject);
      answer.on('end', () => resolve(gotBy(answer, Buffer.concat(chunks))));
    });
    req.on('error', reject);
    req.end(content);
  });
}

function gotBy({ statusCode = 0, headers, rawHeaders }: IncomingMessage, bytes: Buffer): Got {
  const text = decoded(bytes, headers['content-encoding']).toString();
  return { status: statusCode, headers, head: rawHeaders.join('\n'), text };
}

export const describeAsk = ({ who, method, path }: Ask): string => `${who?.name ?? 'a stranger'}: ${method} ${path}`;
