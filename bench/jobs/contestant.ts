/** Somebody who keeps jobs and does them. A job does nothing but say that it was begun. */
export type Contestant = {
  readonly name: string;
  /** Puts in one job; `key` is said when it begins. */
  add(key: string): Promise<void>;
  /** Begins to work, and calls back for each job that begins. */
  work(concurrency: number, onBegin: (key: string) => void): Promise<Working>;
  /** Leaves nothing behind. */
  clean(): Promise<void>;
  close(): Promise<void>;
};

export type Working = { stop(): Promise<void> };
