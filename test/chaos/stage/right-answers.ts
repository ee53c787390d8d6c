import type { Answer } from './client.ts';

export type Called = { readonly status: number | string; readonly answer: Answer | undefined };

/** Neither right nor a refusal that says when to come back. 409 and 412 are right answers to a call that is made again. */
export function isWrong({ status, answer }: Called): boolean {
  if (status === 503) return !isPoliteRefusal(answer!);
  return ![200, 201, 202, 204, 404, 409, 412].includes(status as number);
}

const isPoliteRefusal = ({ headers, body }: Answer): boolean =>
  headers['content-type'] === 'application/problem+json' &&
  /^\d+$/.test(headers['retry-after'] ?? '') &&
  JSON.parse(body).code === 'UNAVAILABLE';

export const shown = ({ status, answer }: Called): string => `${status} ${answer?.body ?? ''}`;
