import { argon2, randomBytes, timingSafeEqual } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { promisify } from 'node:util';
import type { PasswordHasher } from '#application/ports/password-hasher.ts';
import { Refusal } from '#application/refusal.ts';
import { looksLikeBcrypt, verifyBcrypt } from './bcrypt-hash.ts';
import { Turnstile } from './turnstile.ts';

/** OWASP ASVS 5.0, appendix C: argon2id with 19 MiB, two passes, one lane. */
const MEMORY_KIB = 19_456;
const PASSES = 2;
const LANES = 1;
const TAG_BYTES = 32;
const SALT_BYTES = 16;

/** What a stored string may ask for: a gigabyte at most. */
const MOST = { memory: 2 ** 20, passes: 100, lanes: 64 };
/** The least that the RFC allows for a salt, and 128 bits of tag: fewer are guessed sooner than the password. */
const LEAST = { saltBytes: 8, tagBytes: 16 };

/** A processor stays with those who have signed in, and one of libuv's four threads with files and host names. */
const AT_ONCE = Math.min(3, Math.max(1, availableParallelism() - 1));
const WAITING = 50;

const deriveKey = promisify(argon2);

type Parameters = { memory: number; passes: number; lanes: number; salt: Buffer; tag: Buffer };

/**
 * Argon2id (RFC 9106) of node:crypto, stored as PHC strings; bcrypt strings of other systems are understood. Few hashes run at once, so
 * that a storm of sign-ins leaves the others their share; behind them waits a bounded queue.
 */
export class Argon2PasswordHasher implements PasswordHasher {
  readonly #turnstile: Turnstile;
  readonly #nobody: Parameters = {
    memory: MEMORY_KIB,
    passes: PASSES,
    lanes: LANES,
    salt: randomBytes(SALT_BYTES),
    tag: randomBytes(TAG_BYTES),
  };

  constructor(atOnce = AT_ONCE) {
    this.#turnstile = new Turnstile(atOnce, WAITING);
  }

  async hash(password: string): Promise<string> {
    const parameters = { ...this.#nobody, salt: randomBytes(SALT_BYTES) };
    return phcString({ ...parameters, tag: await this.#tag(password, parameters) });
  }

  async verify(password: string, phc: string | null): Promise<boolean> {
    if (phc !== null && looksLikeBcrypt(phc)) return this.#inTurn(() => verifyBcrypt(password, phc));
    const parameters = phc === null ? this.#nobody : parsePhc(phc);
    const matches = timingSafeEqual(await this.#tag(password, parameters), parameters.tag);
    return matches && phc !== null;
  }

  isOutdated(phc: string): boolean {
    const today = phcString(this.#nobody);
    return phc.length !== today.length || headOf(phc) !== headOf(today);
  }

  #tag(password: string, { memory, passes, lanes, salt, tag }: Parameters): Promise<Buffer> {
    return this.#inTurn(() =>
      deriveKey('argon2id', {
        message: password,
        nonce: salt,
        parallelism: lanes,
        tagLength: tag.length,
        memory,
        passes,
      }),
    );
  }

  #inTurn<T>(hashing: () => Promise<T>): Promise<T> {
    const hashed = this.#turnstile.pass(hashing);
    if (hashed === null) throw new Refusal('OVERLOADED', 'Too many people sign in just now. Try again shortly.');
    return hashed;
  }
}

const base64 = (bytes: Buffer): string => bytes.toString('base64').replace(/=+$/, '');

/** `$argon2id$v=19$m=…,t=…,p=…$salt$tag`, the PHC string format of the Password Hashing Competition. */
const phcString = ({ memory, passes, lanes, salt, tag }: Parameters): string =>
  `$argon2id$v=19$m=${memory},t=${passes},p=${lanes}$${base64(salt)}$${base64(tag)}`;

/** Algorithm, version and parameters. */
const headOf = (phc: string): string => phc.split('$', 4).join('$');

function parsePhc(phc: string): Parameters {
  const parts = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/.exec(phc);
  if (parts === null) throw new Error('A stored password hash is neither an argon2id PHC string nor one of bcrypt.');
  const [, memory, passes, lanes, salt = '', tag = ''] = parts;
  const parameters = {
    memory: Number(memory),
    passes: Number(passes),
    lanes: Number(lanes),
    salt: Buffer.from(salt, 'base64'),
    tag: Buffer.from(tag, 'base64'),
  };
  if (!isReasonable(parameters)) throw new Error('The parameters of a stored password hash are beyond reason.');
  return parameters;
}

const isReasonable = ({ memory, passes, lanes, salt, tag }: Parameters): boolean =>
  memory <= MOST.memory &&
  passes <= MOST.passes &&
  lanes <= MOST.lanes &&
  salt.length >= LEAST.saltBytes &&
  tag.length >= LEAST.tagBytes;
