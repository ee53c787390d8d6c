import { MemoryMailer } from '#adapters/outbound/memory/memory-mailer.ts';
import { RememberedPrincipalQueries } from '#adapters/outbound/memory/remembered-principal-queries.ts';
import { RandomTokenSecrets } from '#adapters/outbound/security/random-token-secrets.ts';
import type { Actor } from '#application/identity/actor.ts';
import type { SignInAttempt } from '#application/identity/sign-in.ts';
import type { Outcome } from '#application/ports/repeatable.ts';
import type { Role } from '#domain/identity/role.ts';
import type { RegistrationDraft } from '#domain/identity/user.ts';
import { COMMON } from '#test/domain/builders.ts';
import { ClockedRateLimiter } from './doubles/clocked-rate-limiter.ts';
import { CountedIds } from './doubles/counted-ids.ts';
import { FixedCensus } from './doubles/fixed-census.ts';
import { FixedClock } from './doubles/fixed-clock.ts';
import { memoryPorts } from './doubles/memory-ports.ts';
import { QuickPasswordHasher } from './doubles/quick-password-hasher.ts';
import { useCasesOver } from './use-cases.ts';

/** An empty Blotter in memory that is alone on its store: its ports, and its use cases. */
export function aBlotter() {
  const stored = memoryPorts();
  const clock = new FixedClock();
  const ports = {
    ...stored,
    principals: new RememberedPrincipalQueries(stored.principals, new FixedCensus(true)),
    mailer: new MemoryMailer(),
    limiter: new ClockedRateLimiter(clock),
    common: COMMON,
    hasher: new QuickPasswordHasher(),
    secrets: new RandomTokenSecrets('the secret of the server'),
    ids: new CountedIds(),
    clock,
  };
  return { ...ports, ...useCasesOver(ports) };
}

export type Blotter = ReturnType<typeof aBlotter>;

export const PASSWORD = 'correct horse battery';
export const NEW_PASSWORD = 'another horse battery';

/** Somebody who is registered and signed in. */
export async function anActor(
  { registerUser }: Blotter,
  overrides: RegistrationDraft = {},
  role: Role = 'user',
): Promise<Actor> {
  const draft = { email: 'ada@example.com', password: PASSWORD, username: 'Ada', ...overrides };
  const { id } = await registerUser.execute(draft, role);
  return { userId: id, role };
}

/** As Ada tries to sign in from a browser that is not known. */
export const anAttempt = (overrides: Partial<SignInAttempt> = {}): SignInAttempt => ({
  email: 'ada@example.com',
  password: PASSWORD,
  address: '192.0.2.1',
  device: null,
  ...overrides,
});

/** Time goes by: more of it than a process remembers its look-ups. */
export function letPass({ clock, principals }: Blotter, milliseconds: number): void {
  clock.advance(milliseconds);
  principals.forgetAll();
}

/** What came of a request that was not answered before. */
export function doneOf<T>(outcome: Outcome<T>): T {
  if ('done' in outcome) return outcome.done;
  throw new Error('This was answered before.');
}
