import type { Repositories } from '../ports/unit-of-work.ts';
import { tags } from './tags.ts';

type Method = (...args: never[]) => Promise<unknown>;

/** For each method of a port the tags of what a call has changed, told from its outcome and its arguments; null where it changes nothing that is kept. */
type Touches<Repository> = {
  readonly [Name in keyof Repository]: Repository[Name] extends (...args: infer Args) => Promise<infer Outcome>
    ? null | ((outcome: Outcome, ...args: Args) => readonly string[])
    : never;
};

const ofPerson = (_outcome: unknown, userId: string): readonly string[] => [tags.person(userId)];
const ofEverybody = (): readonly string[] => [tags.everybody];
const ifAny = (count: number, userId: string): readonly string[] => (count > 0 ? [tags.person(userId)] : []);

const TOUCHES: { readonly [Name in keyof Repositories]: Touches<Repositories[Name]> } = {
  users: {
    find: null,
    findByEmail: null,
    findPasswordHash: null,
    lockAdmins: null,
    add: null,
    save: (_outcome, { id }) => [tags.person(id)],
    changePassword: ofPerson,
    delete: (_outcome, userId) => [tags.person(userId), tags.ledger(userId)],
  },
  tokens: {
    save: null,
    countPersonal: null,
    delete: ofPerson,
    deleteById: ofPerson,
    keepNewestLogins: ifAny,
    deleteAllOf: ofPerson,
    deleteLoginsOf: ofPerson,
    deleteAllLogins: ofEverybody,
  },
  sessions: {
    add: null,
    end: ofPerson,
    renew: ofPerson,
    endAllOf: ofPerson,
    keepNewest: ifAny,
    endAll: ofEverybody,
  },
  accounts: {
    find: null,
    save: (_outcome, { id, userId }) => [tags.account(id), tags.accounts(userId)],
    // A list that is narrowed to it is no longer found.
    delete: (_outcome, { id, userId }) => [tags.account(id), tags.accounts(userId), tags.operations(userId)],
  },
  operations: {
    find: null,
    listByExternalKeys: null,
    addAll: (_outcome, [first]) => (first ? [tags.operations(first.userId)] : []),
    save: (_outcome, { id, userId }) => [tags.operation(id), tags.operations(userId)],
    saveAll: (_outcome, changes) =>
      changes.flatMap(({ operation: { id, userId } }) => [tags.operation(id), tags.operations(userId)]),
    delete: (_outcome, { id, userId }) => [tags.operation(id), tags.operations(userId)],
  },
  aliases: {
    listForChange: null,
    // Every operation can be of another instrument now.
    save: (_outcome, { userId }) => [tags.ledger(userId)],
    delete: (_outcome, { userId }) => [tags.ledger(userId)],
  },
  answers: {
    // Who wrote first may have died before it told anybody.
    claim: (answeredBefore, { userId }) => (answeredBefore === null ? [] : [tags.ledger(userId)]),
    settle: null,
  },
  // Nothing of them is kept.
  imports: { add: null, find: null, save: null, delete: null, countOpen: null },
  mailedTokens: { keep: null, find: null, voidAllOf: null, use: null },
  audit: { record: null },
  schedules: { save: null, list: null, delete: null, takeDue: null, moveOn: null },
  jobs: { add: null, assertRuns: null, cancel: null, retry: null, retryFailed: null },
};

/** The same repositories; what calls change is told to `touch`. */
export const touching = (repositories: Repositories, touch: (tag: string) => void): Repositories => ({
  users: watched(repositories.users, TOUCHES.users, touch),
  tokens: watched(repositories.tokens, TOUCHES.tokens, touch),
  sessions: watched(repositories.sessions, TOUCHES.sessions, touch),
  accounts: watched(repositories.accounts, TOUCHES.accounts, touch),
  operations: watched(repositories.operations, TOUCHES.operations, touch),
  aliases: watched(repositories.aliases, TOUCHES.aliases, touch),
  answers: watched(repositories.answers, TOUCHES.answers, touch),
  imports: repositories.imports,
  mailedTokens: repositories.mailedTokens,
  audit: repositories.audit,
  jobs: repositories.jobs,
  schedules: repositories.schedules,
});

const watched = <Repository extends object>(
  repository: Repository,
  touches: Touches<Repository>,
  touch: (tag: string) => void,
): Repository =>
  new Proxy(repository, {
    get(target, name) {
      const method = Reflect.get(target, name) as Method;
      const touched = touches[name as keyof Repository] as ((outcome: unknown, ...args: never[]) => string[]) | null;
      return async (...args: never[]) => {
        const outcome = await method.apply(target, args);
        for (const tag of touched?.(outcome, ...args) ?? []) touch(tag);
        return outcome;
      };
    },
  });
