import { expect } from 'chai';
import type { Answer } from './answer.ts';
import type { Caller, Headers } from './caller.ts';
import type { TestApp } from './start-app.ts';

export type ImportBody = {
  readonly id: string;
  readonly state: string;
  readonly broker: string | null;
  readonly template: string | null;
  readonly encoding: string | null;
  readonly delimiter: string | null;
  readonly time_zone: string | null;
  readonly account_id: string | null;
  readonly types: Readonly<Record<string, string>>;
  readonly columns: Readonly<Record<string, string>>;
  readonly questions: readonly { readonly about: string; readonly code: string; readonly choices: readonly string[] }[];
  readonly counts: Readonly<Record<string, number>> | null;
  readonly new_accounts: readonly { readonly id: string }[];
};
export type RowBody = {
  readonly number: number;
  readonly line: number;
  readonly state: string;
  readonly cells: readonly string[];
  readonly problems: readonly { readonly column: string | null; readonly code: string; readonly detail: string }[];
  readonly reason: string | null;
  readonly operations: readonly { readonly type: string; readonly id?: string }[];
};

/** What somebody does with files, with a worker beside. */
export class ImportDesk {
  readonly #app: TestApp;
  readonly #caller: Caller;

  /** @param app started with some patience for imports. */
  constructor(app: TestApp, caller: Caller) {
    this.#app = app;
    this.#caller = caller;
  }

  /** Brings a file, which is read while the request waits. */
  async send(body: string | Buffer, headers: Headers = { 'Content-Type': 'text/csv' }, query = ''): Promise<Answer> {
    return this.#beside(this.#caller.send('POST', `/imports${query}`, body, headers));
  }

  async bring(...[body, headers, query]: Parameters<ImportDesk['send']>): Promise<ImportBody> {
    const answer = await this.send(body, headers, query);
    expect([answer.status, answer.status === 201 ? '' : answer.text]).to.deep.equal([201, '']);
    return answer.json<ImportBody>();
  }

  async correct(id: string, correction: object): Promise<Answer> {
    return this.#beside(this.#caller.patch(`/imports/${id}`, correction));
  }

  async read(id: string): Promise<ImportBody> {
    return (await this.#caller.get(`/imports/${id}`)).json<ImportBody>();
  }

  async rows(id: string, query = ''): Promise<readonly RowBody[]> {
    return (await this.#caller.get(`/imports/${id}/rows${query}`)).json<RowBody[]>();
  }

  /** @returns the result of its job. */
  commit = (id: string): Promise<unknown> => this.#hand(id, 'commit');
  undo = (id: string): Promise<unknown> => this.#hand(id, 'undo');

  async export(query = ''): Promise<string> {
    return (await this.#caller.get(`/export?${query}`)).text;
  }

  async #hand(id: string, what: 'commit' | 'undo'): Promise<unknown> {
    const answer = await this.#caller.post(`/imports/${id}/${what}`, undefined);
    expect([answer.status, answer.status === 202 ? '' : answer.text]).to.deep.equal([202, '']);
    await this.#app.workOff();
    const job = (await this.#caller.get(answer.headers['location']?.replace('/api/v1', '') ?? '')).json<{
      state: string;
      result: unknown;
    }>();
    expect(job.state).to.equal('succeeded');
    return job.result;
  }

  async #beside(asked: Promise<Answer>): Promise<Answer> {
    let isOver = false;
    const answer = asked.finally(() => {
      isOver = true;
    });
    while (!isOver) await this.#app.workOff();
    return answer;
  }
}

/** A form as a browser sends it: the fields first, then the file. */
export function aForm(
  fields: Readonly<Record<string, string>>,
  file: Buffer | string,
  name: string,
): [Buffer, Headers] {
  const boundary = 'a-line-that-no-file-has';
  const parts = Object.entries(fields).map(
    ([field, value]) => `--${boundary}\r\nContent-Disposition: form-data; name="${field}"\r\n\r\n${value}\r\n`,
  );
  const head = `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="${name}"\r\nContent-Type: text/csv\r\n\r\n`;
  const body = Buffer.concat([
    Buffer.from(parts.join('') + head),
    Buffer.from(file),
    Buffer.from(`\r\n--${boundary}--\r\n`),
  ]);
  return [body, { 'Content-Type': `multipart/form-data; boundary=${boundary}` }];
}
