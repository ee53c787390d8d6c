import { isIPv4 } from 'node:net';
import type { ConnectionOptions } from 'node:tls';
import type { SMTPPoolOptions } from 'nodemailer';

/** A mail waits for one of them. Few, as servers count the connections of an address. */
const CONNECTIONS = 3;

/**
 * What a URL such as `smtp://user:password@host:587` or `smtps://…` (TLS from the start) asks for. STARTTLS is used when it is offered, and
 * a password crosses a network over TLS or not at all. A URL has no other options: none of it can switch that off.
 * @param stepMilliseconds the longest to wait for a connection to be ready, and then for each answer.
 * @throws an Error that does not repeat the URL, which holds a password.
 */
export function smtpOptions(
  url: string,
  stepMilliseconds: number,
  tls: ConnectionOptions,
): SMTPPoolOptions & { pool: true } {
  const { protocol, host, port, user, password } = partsOfSmtpUrl(url);
  const secure = protocol === 'smtps:';
  return {
    pool: true,
    maxConnections: CONNECTIONS,
    // Again only when a kept connection turns out to be closed and nothing of the mail was sent over it.
    maxRequeues: 1,
    host,
    port: port ?? (secure ? 465 : 587),
    secure,
    requireTLS: !secure && password !== '' && !isLoopback(host),
    ...(password !== '' && { auth: { user, pass: password } }),
    tls,
    connectionTimeout: stepMilliseconds,
    greetingTimeout: stepMilliseconds,
    socketTimeout: stepMilliseconds,
    socketCloseTimeout: Math.min(stepMilliseconds, 1_000),
  };
}

/** Throws an Error that does not repeat the URL, which holds a password. */
export function partsOfSmtpUrl(text: string) {
  try {
    const { protocol, hostname, port, username, password } = new URL(text);
    if ((protocol !== 'smtp:' && protocol !== 'smtps:') || hostname === '') throw new Error('another kind of URL');
    return {
      protocol,
      host: hostname.toLowerCase().replace(/^\[(.*)\]$/, '$1'),
      port: port === '' ? null : Number(port),
      user: decodeURIComponent(username),
      password: decodeURIComponent(password),
    };
  } catch {
    throw new Error(
      'The URL of the mail server is not of the form smtp://user:password@host:587 or smtps://user:password@host.',
    );
  }
}

const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || (isIPv4(host) && host.startsWith('127.'));
