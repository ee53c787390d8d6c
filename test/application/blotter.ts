import { CronParserTimetable } from '#adapters/outbound/cron/cron-parser-timetable.ts';
import { MemoryCache } from '#adapters/outbound/memory/memory-cache.ts';
import { MemoryMailer } from '#adapters/outbound/memory/memory-mailer.ts';
import { RandomTokenSecrets } from '#adapters/outbound/security/random-token-secrets.ts';
import { type Acting, stranger } from '#application/identity/doers.ts';
import type { SignInAttempt } from '#application/identity/sign-in.ts';
import type { Client } from '#application/ports/access-token-repository.ts';
import type { Outcome } from '#application/ports/repeatable.ts';
import type { Role } from '#domain/identity/role.ts';
import type { RegistrationDraft } from '#domain/identity/user.ts';
import { COMMON, NOW } from '#test/domain/builders.ts';
import { ClockedRateLimiter } from './doubles/clocked-rate-limiter.ts';
import { CountedIds } from './doubles/counted-ids.ts';
import { FixedClock } from './doubles/fixed-clock.ts';
import { cachedPorts, memoryPorts } from './doubles/memory-ports.ts';
import { QuickPasswordHasher } from './doubles/quick-password-hasher.ts';
import { useCasesOver } from './use-cases.ts';

const ROOM = { entries: 1_000, bytes: 1_000_000 };

/** An empty Blotter in memory that is alone on its store: its ports, and its use cases. */
export function aBlotter() {
  const clock = new FixedClock();
  const ports = {
    ...cachedPorts(
      memoryPorts(() => clock.now()),
      new MemoryCache(ROOM, () => clock.now().getTime()),
    ),
    mailer: new MemoryMailer(),
    timetable: new CronParserTimetable(),
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

const NO_SESSION = '00000000-0000-4000-8000-000000000000';

export const PASSWORD = 'correct horse battery';
export const NEW_PASSWORD = 'another horse battery';

export const CLIENT: Client = { address: '192.0.2.1', userAgent: 'A browser' };

/** Somebody who is registered and signed in. */
export async function anActor(
  { registerUser }: Blotter,
  overrides: RegistrationDraft = {},
  role: Role = 'user',
): Promise<Acting> {
  const draft = { email: 'ada@example.com', password: PASSWORD, username: 'Ada', ...overrides };
  const { id } = await registerUser.execute(draft, stranger(CLIENT), role);
  return actingAs(id, role);
}

/** A user who came in by some session. */
export const actingAs = (userId: string, role: Role = 'user'): Acting => ({
  userId,
  role,
  credential: { kind: 'session', id: NO_SESSION, createdAt: NOW, lastUsedAt: null, expiresAt: null },
  client: CLIENT,
});

/** As Ada tries to sign in from a browser that is not known. */
export const anAttempt = (overrides: Partial<SignInAttempt> = {}): SignInAttempt => ({
  email: 'ada@example.com',
  password: PASSWORD,
  address: '192.0.2.1',
  device: null,
  client: CLIENT,
  ...overrides,
});

export function letPass({ clock }: Blotter, milliseconds: number): void {
  clock.advance(milliseconds);
}

/** What came of a request that was not answered before. */
export function doneOf<T>(outcome: Outcome<T>): T {
  if ('done' in outcome) return outcome.done;
  throw new Error('This was answered before.');
}
