/** What the audit log tells of. */
export const AUDIT_ACTIONS = [
  'user.registered',
  'user.registration_refused',
  'user.role_changed',
  'user.disabled',
  'user.enabled',
  'user.removed',
  'sign_in.succeeded',
  'sign_in.failed',
  'sign_in.limited',
  'session.ended',
  'sessions.ended',
  'password.changed',
  'password.refused',
  'password.reset',
  'password.reset_requested',
  'email.changed',
  'email.verified',
  'token.created',
  'token.deleted',
  'job.retried',
  'job.cancelled',
  'jobs.retried',
] as const;

export type AuditAction = (typeof AUDIT_ACTIONS)[number];
