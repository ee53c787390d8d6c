import { AssertionError } from 'chai';
import type { z } from 'zod';
import type { account } from '#adapters/inbound/http/accounts/account-schema.ts';
import type { historyEntry, operation } from '#adapters/inbound/http/operations/operation-schema.ts';
import type { problem } from '#adapters/inbound/http/shared-schema.ts';
import type { user } from '#adapters/inbound/http/users/user-view.ts';

export type UserBody = z.output<typeof user>;
export type AccountBody = z.output<typeof account>;
export type OperationBody = z.output<typeof operation>;
export type HistoryBody = readonly z.output<typeof historyEntry>[];
export type Problem = z.output<typeof problem>;

/** An answer of the service, as it came over the wire. */
export class Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly cookies: readonly string[];
  readonly text: string;

  constructor(status: number, headers: Record<string, string | string[]>, text: string) {
    const { 'set-cookie': cookies = [], ...others } = headers;
    this.status = status;
    this.cookies = [cookies].flat();
    this.headers = Object.fromEntries(Object.entries(others).map(([name, value]) => [name, String(value)]));
    this.text = text;
  }

  /** The JSON body of a success; a failure when it is none. Its shape was checked against the served document. */
  json<Body>(): Body {
    if (this.status >= 300) throw new AssertionError(`expected a success, but got ${this.status}: ${this.text}`);
    return JSON.parse(this.text) as Body;
  }

  /** The body of a refusal; a failure when it is none. */
  problem(): Problem {
    if (this.status < 400) throw new AssertionError(`expected a refusal, but got ${this.status}: ${this.text}`);
    return JSON.parse(this.text) as Problem;
  }

  /** `409 ALREADY_EXISTS`, or only the status of a success. */
  get outcome(): string {
    return this.status < 400 || this.text === '' ? String(this.status) : `${this.status} ${this.problem().code}`;
  }

  /** `/quantity OUT_OF_RANGE` of every violation, in the order of the alphabet. */
  get violations(): readonly string[] {
    return (this.problem().errors ?? []).map(({ pointer, code }) => `${pointer} ${code}`).sort();
  }

  /** The value of the cookie that the answer sets. */
  cookie(name: string): string {
    const set = this.cookies.find((cookie) => cookie.startsWith(`${name}=`));
    if (set === undefined) throw new AssertionError(`expected the cookie ${name}, but got ${this.cookies.join(' | ')}`);
    return set.slice(name.length + 1).split(';', 1)[0] ?? '';
  }

  /** The path of the next page; null on the last. */
  get nextPage(): string | null {
    return /^<([^>]+)>; rel="next"$/.exec(this.headers['link'] ?? '')?.[1] ?? null;
  }

  /** The answer without what differs from one request to the next: for answers that nobody may be able to tell apart. */
  get withoutItsName(): object {
    const { 'x-request-id': id = '-', date: _date, ...headers } = this.headers;
    return { status: this.status, headers, cookies: this.cookies, text: this.text.replaceAll(id, 'REQUEST-ID') };
  }
}
