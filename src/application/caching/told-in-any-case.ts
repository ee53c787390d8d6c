/**
 * Writes, and then tells what may have changed, whatever came of it. A connection can be lost just behind the commit; and who is refused, as
 * what it wants is done already, may come after one who died before it told anybody.
 */
export async function toldInAnyCase<T>(write: () => Promise<T>, tell: () => Promise<void>): Promise<T> {
  try {
    return await write();
  } finally {
    await tell();
  }
}
