import type { Client as PgClient } from 'pg';
import type { Blotter } from './stage/blotter.ts';
import { Client } from './stage/client.ts';
import { tally } from './stage/figures.ts';
import type { Two } from './stage/pair.ts';
import { newcomer, type Person, register, signIn } from './stage/people.ts';
import type { Stage } from './stage/stage.ts';

const ME = '/api/v1/users/me';

type Decided = {
  readonly admin: Client;
  readonly adminId: string;
  readonly person: Person;
  /** Signed in at the process where it is decided, and at the other. */
  readonly at: Client;
  readonly beside: Client;
  readonly there: Blotter;
};

const patch = (client: Client, path: string, json: object) => client.call({ method: 'PATCH', path, json });
const statusOf = async (client: Client, path = ME): Promise<number> => (await client.get(path)).status;
const idOf = async (client: Client): Promise<string> => (JSON.parse((await client.get(ME)).body) as { id: string }).id;

/** What is decided at one process, and the statuses by which the other must show it. */
const DECISIONS: Readonly<Record<string, readonly [shown: string, decide: (decided: Decided) => Promise<string>]>> = {
  'somebody disabled': [
    '401',
    async ({ admin, beside }) => {
      await patch(admin, `/api/v1/users/${await idOf(beside)}`, { is_active: false });
      return `${await statusOf(beside)}`;
    },
  ],
  'an auditor made and unmade': [
    '403 200 403',
    async ({ admin, adminId, beside }) => {
      const theirs = `/api/v1/users/${await idOf(beside)}`;
      const look = () => statusOf(beside, `/api/v1/accounts?user_id=${adminId}`);
      const statuses = [await look()];
      for (const role of ['auditor', 'user']) {
        await patch(admin, theirs, { role });
        statuses.push(await look());
      }
      return statuses.join(' ');
    },
  ],
  'a new password: the other login, and this one': [
    '401 200',
    async ({ at, beside, person }) => {
      await patch(at, ME, { password: 'another long phrase', current_password: person.password });
      return `${await statusOf(beside)} ${await statusOf(at)}`;
    },
  ],
  'a personal token deleted': [
    '200 401',
    async ({ at, there }) => {
      const json = { name: 'a script', scopes: ['account'] };
      const made = await at.call({ method: 'POST', path: '/api/v1/tokens', json });
      const { id, token } = JSON.parse(made.body) as { id: string; token: string };
      const script = new Client(there.url, { token }, { keepAlive: false });
      const before = await statusOf(script);
      await at.call({ method: 'DELETE', path: `/api/v1/tokens/${id}` });
      return `${before} ${await statusOf(script)}`;
    },
  ],
};

/** What an admin decides, or a person changes, at one process counts at the other from the next request on. */
export async function decidedElsewhere(
  stage: Stage,
  [here, there]: Two<Blotter>,
  database: PgClient,
  rounds: number,
): Promise<void> {
  const admin = await newcomer(stage, here.url);
  const adminId = await idOf(admin);
  await database.query("UPDATE users SET role = 'admin' WHERE id = $1", [adminId]);
  for (const [what, [shown, decide]] of Object.entries(DECISIONS)) {
    const seen: string[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const person = await register(here.url);
      const clientOf = async ({ url }: Blotter) =>
        new Client(url, { token: await signIn(url, person) }, { keepAlive: false });
      const [at, beside] = [await clientOf(here), await clientOf(there)];
      seen.push(await decide({ admin, adminId, person, at, beside, there }));
    }
    stage.card.exactly(`${what}, as the other shows it`, tally(seen), `${shown} × ${rounds}`);
  }
}
