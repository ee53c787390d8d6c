/** Where the user's aliases lead to. */
export type Aliases = ReadonlyMap<string, string>;

/** The key under which positions are kept: the name, or where it leads to. */
export const instrumentOf = (name: string, aliases: Aliases): string => aliases.get(name) ?? name;

/** All names under which operations of the instrument, or of the alias of one, are recorded. */
export function namesOf(name: string, aliases: Aliases): readonly string[] {
  const instrument = instrumentOf(name, aliases);
  return [instrument, ...[...aliases].filter(([, to]) => to === instrument).map(([alias]) => alias)];
}
