/** Where something stands in an order: texts, of which the first that differ decide. One that goes on comes later. */
export type Place = readonly string[];

export function comparePlaces(one: Place, other: Place): number {
  const differs = one.findIndex((text, n) => text !== other[n]);
  if (differs === -1) return one.length - other.length;
  const [mine, its] = [one[differs], other[differs]];
  return its === undefined || (mine ?? '') > its ? 1 : -1;
}
