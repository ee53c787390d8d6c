/** Rejects when the work takes longer than so many milliseconds; the work goes on. */
export const inTime = <T>(milliseconds: number, work: Promise<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    const giveUp = (): void => reject(new Error(`Redis did not answer within ${milliseconds} ms.`));
    // One more turn of the event loop: when it is this process that stood still, the answer is here and only not read yet.
    const timer = setTimeout(() => setImmediate(giveUp), milliseconds);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
