export type Person = {
  readonly userId: string;
  readonly accountId: string;
  /** A bearer token. */
  readonly token: string;
};

const PASSWORD = 'a bench is no place for secrets';

/** Registers somebody through the API and signs in. */
export async function newPerson(port: number, name: string): Promise<Person> {
  const email = `${name}@example.org`;
  const user = await call<{ id: string }>(port, 'POST', '/auth/register', {
    email,
    password: PASSWORD,
    username: name,
  });
  const login = await call<{ access_token: string }>(port, 'POST', '/auth/bearer/login', {
    username: email,
    password: PASSWORD,
  });
  const token = login.access_token;
  const [account] = await call<{ id: string }[]>(port, 'GET', '/accounts', undefined, token);
  return { userId: user.id, accountId: account!.id, token };
}

async function call<Answer>(
  port: number,
  method: string,
  path: string,
  body?: object,
  token?: string,
): Promise<Answer> {
  const response = await fetch(`http://127.0.0.1:${port}/api/v1${path}`, {
    method,
    headers: {
      'Content-Type': 'application/json',
      ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
  return (await response.json()) as Answer;
}
