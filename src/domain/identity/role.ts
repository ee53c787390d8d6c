/** `user` sees only what is theirs; `auditor` reads everything and writes nothing; `admin` also keeps the users. */
export const ROLES = ['user', 'auditor', 'admin'] as const;
export type Role = (typeof ROLES)[number];
