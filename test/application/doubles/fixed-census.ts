import type { ProcessCensus } from '#application/ports/process-census.ts';

/** Says what it is told to say. */
export class FixedCensus implements ProcessCensus {
  isAlone: boolean;
  /** What one who asks to be counted waits for. */
  count: Promise<void> = Promise.resolve();

  constructor(isAlone: boolean) {
    this.isAlone = isAlone;
  }

  alone(): boolean {
    return this.isAlone;
  }

  counted(): Promise<void> {
    return this.count;
  }
}
