/** What kept values are made of. A write invalidates the tags of what it has changed. */
export const tags = {
  /** Who anybody is. */
  everybody: 'everybody',
  /** Who the user is: role, whether they may come in, their sessions and tokens. */
  person: (userId: string): string => `person ${userId}`,
  /** All that the user owns. */
  ledger: (userId: string): string => `ledger ${userId}`,
  operations: (userId: string): string => `operations ${userId}`,
  operation: (id: string): string => `operation ${id}`,
  accounts: (userId: string): string => `accounts ${userId}`,
  account: (id: string): string => `account ${id}`,
} as const;
