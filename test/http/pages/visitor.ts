import request from 'supertest';
import { Answer } from '../support/answer.ts';
import type { Headers } from '../support/caller.ts';

const OWN_PAGE = { 'Sec-Fetch-Site': 'same-origin' };

/** A browser that keeps cookies, runs no script, and goes on to nowhere by itself. */
export class Visitor {
  readonly #origin: string;
  readonly #cookies = new Map<string, string>();

  constructor(origin: string) {
    this.#origin = origin;
  }

  get cookieHeader(): string {
    return [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  get(path: string, headers: Headers = {}): Promise<Answer> {
    return this.send('GET', path, undefined, headers);
  }

  /** Sends a form; by default from a page of the service. */
  post(path: string, fields: Readonly<Record<string, string>> = {}, headers: Headers = OWN_PAGE): Promise<Answer> {
    const form = { 'Content-Type': 'application/x-www-form-urlencoded', ...headers };
    return this.send('POST', path, new URLSearchParams(fields).toString(), form);
  }

  async send(method: string, path: string, body: string | undefined, headers: Headers): Promise<Answer> {
    const test = request(this.#origin)[method.toLowerCase() as 'get'](path);
    test.buffer(true).serialize((data) => data as string);
    if (this.#cookies.size > 0) test.set('Cookie', this.cookieHeader);
    for (const [name, value] of Object.entries(headers)) test.set(name, value);
    if (body !== undefined) test.send(body);
    const { status, headers: got, text } = await test;
    const answer = new Answer(status, got, text ?? '');
    for (const cookie of answer.cookies) this.#keep(cookie);
    return answer;
  }

  #keep(cookie: string): void {
    const [pair = '', ...attributes] = cookie.split(';');
    const [name = '', value = ''] = pair.split(/=(.*)/s);
    const isOver = attributes.some((attribute) => attribute.trim().startsWith('Expires=Thu, 01 Jan 1970'));
    if (isOver) this.#cookies.delete(name);
    else this.#cookies.set(name, value);
  }
}

/** `303 /sign-in` of a page that sends the browser on, else only the status. */
export const whereTo = ({ status, headers }: Answer): string => [status, headers['location']].join(' ').trim();

export const titleOf = ({ text }: Answer): string => /<title>(.*?)<\/title>/s.exec(text)?.[1] ?? '';

const INPUT = /<input(?:"[^"]*"|[^">])*>/g;

/** The field, as it is written in the page. */
export function fieldOf({ text }: Answer, name: string): string {
  const input = text.match(INPUT)?.find((field) => field.includes(` name="${name}"`));
  if (input === undefined) throw new Error(`There is no field ${name} in ${text}`);
  return input;
}

export const valueIn = (answer: Answer, name: string): string =>
  / value="([^"]*)"/.exec(fieldOf(answer, name))?.[1] ?? '';

/** What is said beside the field, which names it as its description. */
export function errorBeside(answer: Answer, name: string): string | null {
  const field = fieldOf(answer, name);
  const [, described = ''] = / aria-describedby="([^"]*)"/.exec(field) ?? [];
  const id = described.split(' ').find((part) => part.endsWith('-error'));
  if (id === undefined || !field.includes(' aria-invalid="true"')) return null;
  return new RegExp(`<p[^>]* id="${id}">(.*?)</p>`, 's').exec(answer.text)?.[1] ?? null;
}
