import { InvalidFields } from '#domain/shared/invalid-fields.ts';
import { InvalidValue } from '#domain/shared/invalid-value.ts';
import type { Violation, ViolationCode } from '#domain/shared/violation.ts';

/**
 * Reads a draft field by field and collects every complaint. The first complaint about a field stands alone: what an
 * adapter already found wrong (`faults`) is neither read nor required again.
 */
export class DraftReader<Field extends string> {
  readonly #violations: Violation[] = [];
  readonly #spoiled = new Set<string>();

  constructor(faults: readonly Violation[] = []) {
    for (const fault of faults) {
      this.#violations.push(fault);
      this.#spoiled.add(fault.field);
      // A fault in one element leaves a list whose other positions can no longer be trusted.
      this.#spoiled.add(fault.field.replace(/\/.*/s, ''));
    }
  }

  /** The parsed value; null when it is absent or refused. `parse` throws InvalidValue. */
  read<Value>(
    field: Field | `${Field}/${number}`,
    text: string | null | undefined,
    parse: (text: string) => Value,
  ): Value | null {
    if (text === null || text === undefined || this.#spoiled.has(field)) return null;
    try {
      return parse(text);
    } catch (error) {
      if (!(error instanceof InvalidValue)) throw error;
      this.refuse(field, error.reason, error.message);
      return null;
    }
  }

  /** As `read`, and absence is a violation. */
  require<Value>(field: Field, text: string | null | undefined, parse: (text: string) => Value): Value | null {
    if (text === null || text === undefined) this.refuse(field, 'REQUIRED', 'This field is required.');
    return this.read(field, text, parse);
  }

  refuse(field: Field | `${Field}/${number}`, code: ViolationCode, detail: string): void {
    if (this.#spoiled.has(field)) return;
    this.#spoiled.add(field);
    this.#violations.push({ field, code, detail });
  }

  /** Nobody has complained about any of these: a rule across them may speak. */
  isSound(...fields: readonly Field[]): boolean {
    return fields.every((field) => !this.#spoiled.has(field));
  }

  hasViolations(): boolean {
    return this.#violations.length > 0;
  }

  invalidFields(): InvalidFields {
    return new InvalidFields(this.#violations);
  }
}
