type Referring = { readonly name: string; readonly refersTo: readonly string[] };

/** What is referred to before what refers to it; else as they come. @throws {Error} when tables refer to each other in a circle. */
export function inOrder<Table extends Referring>(tables: readonly Table[]): Table[] {
  const ordered: Table[] = [];
  let left = [...tables];
  while (left.length > 0) {
    const names = left.map(({ name }) => name);
    const free = left.filter(
      ({ name, refersTo }) => !refersTo.some((other) => other !== name && names.includes(other)),
    );
    if (free.length === 0)
      throw new Error(`No order is right to load these tables, which refer to each other: ${names.join(', ')}.`);
    ordered.push(...free);
    left = left.filter((table) => !free.includes(table));
  }
  return ordered;
}
