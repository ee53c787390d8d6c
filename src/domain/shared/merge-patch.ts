/** What is kept with the given fields of the patch laid over it [RFC 7396]: undefined keeps, null clears. */
export function mergePatch<Draft extends object>(kept: Draft, patch: Draft): Draft {
  const given = Object.entries(patch).filter(([, value]) => value !== undefined);
  return { ...kept, ...Object.fromEntries(given) };
}
