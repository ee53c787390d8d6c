import type { Actor, SignedIn } from '#application/identity/actor.ts';
import type { Acting } from '#application/identity/doers.ts';
import type { Proof } from '#application/identity/proof.ts';
import type { Client } from '#application/ports/access-token-repository.ts';
import type { UnitOfWork } from '#application/ports/unit-of-work.ts';
import type { TokenDraft } from '#domain/identity/token-draft.ts';
import { type Blotter, CLIENT } from '#test/application/blotter.ts';

/** Something that lets its owner in until it ends. */
export type Key = {
  readonly id: string;
  /** Who comes in by it now; null: nobody. */
  who(): Promise<Acting | null>;
};

/** As of somebody whose password was checked just now. */
export const proofOf = ({ unitOfWork }: { readonly unitOfWork: UnitOfWork }, userId: string): Promise<Proof> =>
  unitOfWork.run(async ({ users }) => {
    const [user, passwordHash] = [await users.find(userId), await users.findPasswordHash(userId)];
    if (user === null || passwordHash === null) throw new Error('There is nobody to prove.');
    return { user, passwordHash };
  });

const from = (client: Client, somebody: SignedIn | null): Acting | null => somebody && { ...somebody, client };

/** A browser in which the actor is signed in. */
export async function aBrowserOf(blotter: Blotter, { userId }: Actor, client = CLIENT): Promise<Key> {
  const id = await blotter.beginSession.execute(await proofOf(blotter, userId), client);
  return { id, who: async () => from(client, await blotter.authenticate.bySession(userId, id)) };
}

/** A program in which the actor is signed in. */
export async function aProgramOf(blotter: Blotter, actor: Actor, client = CLIENT): Promise<Key> {
  const { secret } = await blotter.issueAccessToken.execute(await proofOf(blotter, actor.userId), client);
  const [newest] = (await blotter.listCredentials.signedIn(actor)).filter(({ kind }) => kind === 'bearer');
  return { id: newest?.id ?? '', who: async () => from(client, await blotter.authenticate.byToken(secret)) };
}

/** A personal access token that the actor has made. */
export async function aTokenOf(blotter: Blotter, actor: Acting, draft: TokenDraft = {}): Promise<Key> {
  const { secret, token } = await blotter.createToken.execute(actor, {
    name: 'A script',
    scopes: ['operations:read', 'operations:write', 'account'],
    ...draft,
  });
  return { id: token.id, who: async () => from(actor.client, await blotter.authenticate.byToken(secret)) };
}

/** The one who comes in. */
export async function signedInBy(key: Key): Promise<Acting> {
  const somebody = await key.who();
  if (somebody === null) throw new Error('Nobody comes in.');
  return somebody;
}

/** Which of these let somebody in. */
export const letIn = (...keys: readonly Key[]): Promise<readonly boolean[]> =>
  Promise.all(keys.map(async ({ who }) => (await who()) !== null));
