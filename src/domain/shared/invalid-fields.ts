import type { Violation } from '#domain/shared/violation.ts';

/** A draft was refused; it carries every violation at once, never only the first. */
export class InvalidFields extends Error {
  readonly code = 'INVALID_FIELDS';
  readonly violations: readonly Violation[];

  constructor(violations: readonly Violation[]) {
    super(violations.map(({ field, detail }) => `${field}: ${detail}`).join(' '));
    this.violations = violations;
  }
}
