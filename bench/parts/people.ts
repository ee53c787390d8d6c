export type Person = {
  readonly userId: string;
  readonly email: string;
  readonly accountId: string;
  /** A bearer token. */
  readonly token: string;
};

/** In a browser too. */
export type SignedInPerson = Person & {
  /** `name=value` */
  readonly cookie: string;
};

const PASSWORD = 'a bench is no place for secrets';

export const loginBody = ({ email }: Pick<Person, 'email'>): string =>
  JSON.stringify({ username: email, password: PASSWORD });

/** Registers somebody through the API and signs in. */
export async function newPerson(port: number, name: string): Promise<Person> {
  const email = `${name}@example.org`;
  const registration = JSON.stringify({ email, password: PASSWORD, username: name });
  const user = await json<{ id: string }>(post(port, '/auth/register', registration));
  const login = await json<{ access_token: string }>(post(port, '/auth/bearer/login', loginBody({ email })));
  const token = login.access_token;
  const [account] = await json<{ id: string }[]>(
    call(port, '/accounts', { headers: { Authorization: `Bearer ${token}` } }),
  );
  return { userId: user.id, email, accountId: account!.id, token };
}

/** Signs a person in as a browser does, beside the token. */
export async function inBrowser(port: number, person: Person): Promise<SignedInPerson> {
  const { headers } = await post(port, '/auth/cookie/login', loginBody(person));
  const cookie = headers.getSetCookie().find((cookie) => cookie.startsWith('blotter='));
  if (cookie === undefined) throw new Error('A sign-in set no cookie.');
  return { ...person, cookie: cookie.split(';', 1)[0]! };
}

const post = (port: number, path: string, body: string): Promise<Response> =>
  call(port, path, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'Sec-Fetch-Site': 'same-origin' },
    body,
  });

async function call(port: number, path: string, init: RequestInit): Promise<Response> {
  const response = await fetch(`http://127.0.0.1:${port}/api/v1${path}`, init);
  if (!response.ok) throw new Error(`${init.method ?? 'GET'} ${path}: ${response.status} ${await response.text()}`);
  return response;
}

async function json<Answer>(response: Promise<Response>): Promise<Answer> {
  return (await (await response).json()) as Answer;
}
