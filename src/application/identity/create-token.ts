import { readTokenDraft, type TokenDraft, type TokenFields } from '#domain/identity/token-draft.ts';
import { InvalidFields } from '#domain/shared/invalid-fields.ts';
import type { Violation } from '#domain/shared/violation.ts';
import type { AccessToken } from '../ports/access-token-repository.ts';
import type { Clock } from '../ports/clock.ts';
import type { IdGenerator } from '../ports/id-generator.ts';
import type { TokenSecrets } from '../ports/token-secrets.ts';
import type { UnitOfWork } from '../ports/unit-of-work.ts';
import { notFound, tooManyTokens } from '../refusal.ts';
import { mayReach } from './actor.ts';
import { type Acting, doerOf } from './doers.ts';

/** Of one user at a time. */
const MOST_TOKENS = 100;

const NOWHERE = { address: null, userAgent: null };

/** Makes a personal access token. It gives no more than the token that asks for it, and its secret is told this once. */
export class CreateToken {
  readonly #unitOfWork: UnitOfWork;
  readonly #secrets: TokenSecrets;
  readonly #ids: IdGenerator;
  readonly #clock: Clock;

  constructor(unitOfWork: UnitOfWork, secrets: TokenSecrets, ids: IdGenerator, clock: Clock) {
    this.#unitOfWork = unitOfWork;
    this.#secrets = secrets;
    this.#ids = ids;
    this.#clock = clock;
  }

  /** @throws {InvalidFields} also for an account that is not the actor's. @throws {Refusal} TOO_MANY_TOKENS */
  async execute(actor: Acting, draft: TokenDraft): Promise<{ secret: string; token: AccessToken }> {
    const now = this.#clock.now();
    const fields = readTokenDraft(draft, now);
    const secret = this.#secrets.next();
    const token: AccessToken = {
      ...fields,
      accountIds: fields.accountIds ?? actor.accountIds ?? null,
      expiresAt: fields.expiresAt ?? (actor.scopes ? actor.credential.expiresAt : null),
      id: this.#ids.next(),
      digest: this.#secrets.digest(secret),
      userId: actor.userId,
      client: NOWHERE,
      createdAt: now,
      lastUsedAt: null,
    };
    await this.#unitOfWork.run(async ({ users, accounts, tokens, audit }) => {
      // Locked, so that nobody removes them meanwhile.
      if ((await users.find(actor.userId)) === null) throw notFound('user');
      if ((await tokens.countPersonal(actor.userId, now)) >= MOST_TOKENS) throw tooManyTokens(MOST_TOKENS);
      const owned = async (id: string) => mayReach(actor, id) && (await accounts.find(actor.userId, id)) !== null;
      await refuseMore(actor, fields, owned);
      await tokens.save(token);
      const { id, scopes, accountIds } = token;
      const details = { token_id: id, scopes: scopes ?? [], account_ids: accountIds };
      await audit.record({ action: 'token.created', by: doerOf(actor), to: { userId: actor.userId }, details });
    });
    return { secret, token };
  }
}

async function refuseMore(
  { scopes, credential }: Acting,
  asked: TokenFields,
  owned: (accountId: string) => Promise<boolean>,
): Promise<void> {
  const violations: Violation[] = [];
  asked.scopes.forEach((scope, at) => {
    if (scopes && !scopes.includes(scope))
      violations.push({
        field: `scopes/${at}`,
        code: 'NOT_ALLOWED',
        detail: 'The token that asks has no such scope itself.',
      });
  });
  for (const [at, id] of (asked.accountIds ?? []).entries())
    if (!(await owned(id)))
      violations.push({ field: `accountIds/${at}`, code: 'NOT_ALLOWED', detail: 'You have no such account.' });
  const last = scopes ? credential.expiresAt : null;
  if (last !== null && asked.expiresAt !== null && asked.expiresAt > last)
    violations.push({ field: 'expiresAt', code: 'OUT_OF_RANGE', detail: 'The token that asks ends before that.' });
  if (violations.length > 0) throw new InvalidFields(violations);
}
