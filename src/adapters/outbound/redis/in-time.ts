/** Rejects when the work takes longer than so many milliseconds; the work goes on. */
export async function inTime<T>(milliseconds: number, work: Promise<T>): Promise<T> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const giveUp = (): void => reject(new Error(`Redis did not answer within ${milliseconds} ms.`));
  // One more turn of the event loop: when it is this process that stood still, the answer is here and only not read yet.
  const timer = setTimeout(() => setImmediate(giveUp), milliseconds);
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
