const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** A session ends when it is not used for a week, and after 30 days at the latest (ASVS 7.3.1, 7.3.2). */
const IDLE = 7 * DAY;
export const SESSION_SECONDS = (30 * DAY) / 1_000;

/** Of one user at a time; a further one ends the oldest (ASVS 7.1.2). */
export const MOST_SESSIONS = 50;

/** The same of programs' logins. */
export const MOST_LOGINS = 100;

/** When a session that is used now ends unless it is used again. */
export const nextEnd = (createdAt: Date, now: Date): Date =>
  new Date(Math.min(now.getTime() + IDLE, createdAt.getTime() + SESSION_SECONDS * 1_000));

/** Whether a use was noted within the last minute, so that this one need not be. */
export const isFresh = (lastUsedAt: Date | null, now: Date): boolean =>
  lastUsedAt !== null && now.getTime() - lastUsedAt.getTime() < MINUTE;
