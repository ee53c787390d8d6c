import { timingSafeEqual } from 'node:crypto';

/** Bcrypt reads so far and no further. */
const MOST_BYTES = 72;
/** 2^15 rounds take seconds, in JavaScript on the main thread. */
const HIGHEST_COST = 15;
const LOWEST_COST = 4;
/** Version, cost and salt. */
const SETTING_LENGTH = 29;

/** The tag has 184 bits in 31 characters: the last two bits of its last character are zero. */
const BCRYPT = /^\$2[aby]\$(\d\d)\$[./A-Za-z0-9]{52}[.CGKOSWaeimquy26]$/;

export const looksLikeBcrypt = (hash: string): boolean => /^\$2[aby]\$/.test(hash);

/**
 * Whether the password belongs to a bcrypt string of another system. One that bcrypt would cut short never does, nor one with NUL,
 * at which bcrypt ends: it would match every password that begins alike. Throws when it is no such string.
 */
export async function verifyBcrypt(password: string, hash: string): Promise<boolean> {
  const cost = Number(BCRYPT.exec(hash)?.[1]);
  if (!(cost >= LOWEST_COST && cost <= HIGHEST_COST))
    throw new Error('A stored password hash is not a bcrypt string, or costs beyond reason.');
  const bcrypt = await import('bcryptjs');
  const computed = await bcrypt.hash(password, hash.slice(0, SETTING_LENGTH));
  return tagsMatch(computed, hash) && Buffer.byteLength(password) <= MOST_BYTES && !password.includes('\0');
}

/** The tags alone: some systems leave bits of the salt set that do not count. */
const tagsMatch = (one: string, other: string): boolean => timingSafeEqual(tagOf(one), tagOf(other));

const tagOf = (hash: string): Buffer => Buffer.from(hash.slice(SETTING_LENGTH));
