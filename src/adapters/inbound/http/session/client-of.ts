import type { Request } from 'express';
import ipaddr from 'ipaddr.js';
import type { Client } from '#application/ports/access-token-repository.ts';

const LONGEST_USER_AGENT = 300;
const PREFIX_BYTES = 8;

/** Where the request comes from, as far as TRUST_PROXY lets us believe what proxies say. */
export const clientOf = (req: Request): Client => ({
  address: req.ip ?? null,
  userAgent: req.headers['user-agent']?.slice(0, LONGEST_USER_AGENT) ?? null,
});

/** What an address is counted by: IPv6 by its /64, which one subscriber has whole; an IPv4 address written as IPv6 is itself. */
export function addressKey({ ip = '' }: Request): string {
  if (!ipaddr.isValid(ip)) return ip;
  const address = ipaddr.process(ip);
  if (address.kind() === 'ipv4') return address.toString();
  return `${Buffer.from(address.toByteArray().slice(0, PREFIX_BYTES)).toString('hex')}/64`;
}
