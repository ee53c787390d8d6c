import type { Violation, ViolationCode } from '#domain/shared/violation.ts';

/**
 * A single text is not what its parser reads. The message is the sentence for people; only the caller knows
 * which field the text came from, so whoever catches it says `at(field)`.
 */
export class InvalidValue extends Error {
  readonly reason: ViolationCode;

  constructor(reason: ViolationCode, detail: string) {
    super(detail);
    this.reason = reason;
  }

  at(field: string): Violation {
    return { field, code: this.reason, detail: this.message };
  }
}
