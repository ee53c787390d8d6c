import { snakeCase } from '#domain/shared/letter-case.ts';

const known = new Map<string, string>();

/** The wire speaks snake_case, the code camelCase: `accountId` → `account_id`. Only names of the code come here. */
export function wireName(name: string): string {
  let wire = known.get(name);
  if (wire === undefined) {
    wire = snakeCase(name);
    known.set(name, wire);
  }
  return wire;
}

/**
 * The JSON pointer (RFC 6901) of a violation: `tags/2` → `/tags/2`. What begins with a slash is a pointer to something that the code has no
 * name for; the whole body is the empty pointer.
 */
export function pointerOf(field: string): string {
  if (field === '' || field.startsWith('/')) return field;
  const [name = '', ...rest] = field.split('/');
  return `/${[wireName(name), ...rest].join('/')}`;
}
