import { until } from '#test/contracts/until.ts';

export type StreamedEvent = { readonly id: string; readonly event: string; readonly data: string };

/** Server-Sent Events as they come. */
export class EventStream {
  readonly status: number;
  readonly headers: Headers;
  /** Whole events. */
  readonly events: StreamedEvent[] = [];
  /** What came and is no event: comments and `retry`. */
  readonly others: string[] = [];
  hasEnded = false;
  readonly #stop: AbortController;

  private constructor(answer: Response, stop: AbortController) {
    this.status = answer.status;
    this.headers = answer.headers;
    this.#stop = stop;
    this.#read(answer).catch(() => {});
  }

  static async open(url: string, headers: Readonly<Record<string, string>>): Promise<EventStream> {
    const stop = new AbortController();
    return new EventStream(await fetch(url, { headers, signal: stop.signal }), stop);
  }

  /** `state running 0`, `progress running 40` of each. */
  get story(): readonly string[] {
    return this.events.map(({ event, data }) => {
      const { state, progress } = JSON.parse(data);
      return `${event} ${state} ${progress}`;
    });
  }

  untilEnd(): Promise<void> {
    return until('the stream ends', () => this.hasEnded);
  }

  close(): void {
    this.#stop.abort();
  }

  async #read(answer: Response): Promise<void> {
    let text = '';
    for await (const chunk of (answer.body ?? new ReadableStream()).pipeThrough(new TextDecoderStream())) {
      text += chunk;
      const blocks = text.split('\n\n');
      text = blocks.pop() ?? '';
      for (const block of blocks) this.#take(block);
    }
    this.hasEnded = true;
  }

  #take(block: string): void {
    const match = /^id: (.*)\nevent: (.*)\ndata: (.*)$/.exec(block);
    if (match === null) this.others.push(block);
    else this.events.push({ id: match[1] ?? '', event: match[2] ?? '', data: match[3] ?? '' });
  }
}
