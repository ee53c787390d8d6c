/** A request as it goes over the wire. */
export function request(method: string, path: string, headers: Record<string, string> = {}, body = ''): Buffer {
  const all = {
    Host: '127.0.0.1',
    Accept: 'application/json',
    ...headers,
    ...(body === '' ? {} : { 'Content-Type': 'application/json', 'Content-Length': String(Buffer.byteLength(body)) }),
  };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}`);
  return Buffer.from(`${[`${method} ${path} HTTP/1.1`, ...lines].join('\r\n')}\r\n\r\n${body}`);
}

export const bearer = (token: string) => ({ Authorization: `Bearer ${token}` });

/** As a browser sends it from a page of Blotter. */
export const byCookie = (cookie: string) => ({ Cookie: cookie, 'Sec-Fetch-Site': 'same-origin' });

/** For bench/open-door.ts alone. */
export const believed = (userId: string) => ({ 'X-Owner': userId });

/** One after the other, for ever. */
export function inTurn<T>(items: readonly T[]): () => T {
  let at = 0;
  return () => items[at++ % items.length]!;
}
