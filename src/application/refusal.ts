/** Why a use case refuses. Adapters map each code to their own world (an HTTP status, an exit code). */
export type RefusalCode =
  | 'NOT_FOUND'
  | 'ALREADY_EXISTS'
  | 'EMAIL_TAKEN'
  | 'BAD_CREDENTIALS'
  | 'FORBIDDEN'
  | 'BAD_TOKEN'
  | 'OWN_ROLE'
  | 'LAST_ADMIN'
  | 'TOO_MANY_TOKENS'
  | 'TOO_MANY_REQUESTS'
  | 'STALE_VERSION'
  | 'JOB_STATE'
  | 'ACCOUNT_NOT_EMPTY'
  | 'ALIAS_CHAIN'
  | 'IMPORT_STATE'
  | 'OPEN_QUESTIONS'
  | 'TOO_MANY_IMPORTS'
  | 'UNREADABLE_FILE'
  | 'IDEMPOTENCY_MISMATCH'
  | 'IDEMPOTENCY_IN_PROGRESS'
  | 'OVERLOADED'
  | 'UNAVAILABLE';

export type RefusalFacts = {
  /** The id of what exists already (ALREADY_EXISTS). */
  readonly id?: string;
  /** When to come back (TOO_MANY_REQUESTS). */
  readonly retryAfterSeconds?: number;
  /** Why a file cannot be read, and at which line it shows (UNREADABLE_FILE). */
  readonly reason?: string;
  readonly line?: number;
  /** Which part of the house does not answer (UNAVAILABLE). */
  readonly part?: string;
};

/** An expected "no": the message is a sentence for people, the code is for programs. */
export class Refusal extends Error {
  readonly code: RefusalCode;
  readonly facts: RefusalFacts;

  constructor(code: RefusalCode, message: string, options: { cause?: unknown; facts?: RefusalFacts } = {}) {
    super(message, options);
    this.code = code;
    this.facts = options.facts ?? {};
  }
}

export type Named =
  | 'import'
  | 'account'
  | 'alias'
  | 'instrument'
  | 'job'
  | 'operation'
  | 'page'
  | 'schedule'
  | 'session'
  | 'token'
  | 'user';

/** The one answer for what does not exist and for what belongs to somebody else: nobody can tell them apart. */
export const notFound = (what: Named): Refusal => new Refusal('NOT_FOUND', `There is no such ${what}.`);

export const staleVersion = (): Refusal =>
  new Refusal('STALE_VERSION', 'Somebody changed it in the meantime: read it again and repeat the change.');

/** (account, source, external_id) is taken. @param id of the operation that has it, where it could be told. */
export const alreadyExists = (id: string | undefined, cause?: unknown): Refusal =>
  new Refusal('ALREADY_EXISTS', 'This account has an operation with this source and external_id already.', {
    cause,
    ...(id === undefined ? {} : { facts: { id } }),
  });

export const accountNotEmpty = (cause?: unknown): Refusal =>
  new Refusal('ACCOUNT_NOT_EMPTY', 'Operations belong to this account: delete or move them first.', { cause });

/** @param what it would take, such as "committed". */
export const notInThatState = (state: string, what: string): Refusal =>
  new Refusal('IMPORT_STATE', `This import is ${state}: it cannot be ${what} now.`);

/** @param alias that is in the way. */
export const aliasChain = (alias: string, instrument: string): Refusal =>
  new Refusal(
    'ALIAS_CHAIN',
    `${alias} is an alias of ${instrument}: an alias leads to an instrument, never to another alias.`,
  );

/** @param state in which it is. */
export const jobIsOver = (state: string): Refusal =>
  new Refusal('JOB_STATE', `This job is over: it ${state === 'cancelled' ? 'was cancelled' : `has ${state}`}.`);

export const jobIsNotOver = (state: string): Refusal =>
  new Refusal('JOB_STATE', `Only a job that failed or was cancelled can be tried again; this one is ${state}.`);

export const badCredentials = (): Refusal =>
  new Refusal('BAD_CREDENTIALS', 'The e-mail address or the password is wrong.');

/** The link of a mail: unknown, used, void, too old, or of a user who may not come in. Which of these is nobody's business. */
export const badToken = (): Refusal =>
  new Refusal('BAD_TOKEN', 'This link is used, too old or not one of ours. Ask for a new one.');

export const tooManyRequests = (retryAfterSeconds: number): Refusal =>
  new Refusal('TOO_MANY_REQUESTS', `Too many tries. Come back in ${retryAfterSeconds} s.`, {
    facts: { retryAfterSeconds },
  });

export const tooManyTokens = (most: number): Refusal =>
  new Refusal('TOO_MANY_TOKENS', `You have ${most} tokens, which is all that one can have: delete one first.`);

export const emailTaken = (cause?: unknown): Refusal =>
  new Refusal('EMAIL_TAKEN', 'Somebody is registered with this e-mail address already.', { cause });
