import { domainToASCII } from 'node:url';
import { parseEmailAddress } from '#domain/identity/email-address.ts';
import { oneLine } from './clean-text.ts';

export type Sender = {
  readonly name: string;
  readonly address: string;
  /** Of the address, in ASCII: where Message-IDs say they are from. */
  readonly host: string;
};

/** Reads `ledger@example.com` or `Blotter <ledger@example.com>`. Throws InvalidValue when there is no address in it. */
export function parseSender(text: string): Sender {
  const [, quotedName = '', inBrackets = text] = /^([^<]*)<([^>]*)>\s*$/.exec(text) ?? [];
  const address = parseEmailAddress(inBrackets);
  return {
    name: oneLine(quotedName).replace(/^"(.*)"$/, '$1'),
    address,
    host: domainToASCII(address.slice(address.lastIndexOf('@') + 1)),
  };
}
