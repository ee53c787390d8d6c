type Answered = (error?: unknown, ...rest: never[]) => void;

/** Calls back once: with what the work comes to, or with an error when that takes more than so many milliseconds. */
export function inTime<Done extends Answered>(
  milliseconds: number,
  callback: Done | undefined,
  work: (done: Done) => void,
): void {
  let answered = false;
  const answer: Answered = (...given) => {
    if (answered) return;
    answered = true;
    clearTimeout(timer);
    callback?.(...given);
  };
  const giveUp = (): void => answer(new Error(`No answer within ${milliseconds} ms.`));
  // One more turn of the event loop: when it is this process that stood still, the answer is here and only not read yet.
  const timer = setTimeout(() => setImmediate(giveUp), milliseconds);
  work(answer as Done);
}
