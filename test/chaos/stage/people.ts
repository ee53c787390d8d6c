import { Client, expectStatus } from './client.ts';
import type { Stage } from './stage.ts';

const PASSWORD = 'a long enough phrase';
let people = 0;

export type Person = { readonly email: string; readonly password: string };

/** Somebody new at this Blotter. */
export async function register(base: string): Promise<Person> {
  people += 1;
  const person = { email: `somebody-${process.pid}-${people}@example.com`, password: PASSWORD };
  const anonymous = new Client(base, undefined, { keepAlive: false });
  const json = { ...person, username: 'Somebody' };
  expectStatus(201, await anonymous.call({ method: 'POST', path: '/api/v1/auth/register', json }));
  return person;
}

/** A new bearer token of a person. */
export async function signIn(base: string, { email, password }: Person): Promise<string> {
  const json = { username: email, password };
  const anonymous = new Client(base, undefined, { keepAlive: false });
  const answer = await anonymous.call({ method: 'POST', path: '/api/v1/auth/bearer/login', json });
  return (JSON.parse(expectStatus(200, answer).body) as { access_token: string }).access_token;
}

/** A new browser session of a person: its cookie. */
export async function signInByCookie(base: string, { email, password }: Person): Promise<string> {
  const json = { username: email, password };
  const anonymous = new Client(base, undefined, { keepAlive: false });
  const answer = await anonymous.call({ method: 'POST', path: '/api/v1/auth/cookie/login', json });
  const cookies = expectStatus(204, answer).headers['set-cookie'] ?? [];
  return cookies.find((cookie) => cookie.startsWith('blotter='))?.split(';')[0] ?? '';
}

/** A client of somebody new. */
export async function newcomer(stage: Stage, base: string): Promise<Client> {
  const client = new Client(base, { token: await signIn(base, await register(base)) });
  stage.atEnd(() => client.close());
  return client;
}
