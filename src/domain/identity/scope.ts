/** What a token may do for its user; a login may do everything that its user may. */
export const SCOPES = ['operations:read', 'operations:write', 'imports', 'reports', 'jobs', 'account'] as const;
export type Scope = (typeof SCOPES)[number];
