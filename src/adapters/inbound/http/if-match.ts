import type { Request } from 'express';
import type { ExpectedVersion } from '#application/ledger/revise-operation.ts';

/**
 * The ETag of a version (RFC 9110 §8.8.3), a strong one.
 * @param seenAs what else of its representation can change while the version does not, if that is not as usual.
 */
export const versionTag = (version: number, seenAs?: string): string =>
  seenAs === undefined ? `"${version}"` : `"${version}:${encodeURIComponent(seenAs)}"`;

/**
 * The versions that If-Match speaks of (RFC 9110 §13.1.1). Comparison is strong: a weak tag, or a tag that is none of ours, matches nothing.
 */
export function expectedVersion(req: Request): ExpectedVersion {
  const header = req.headers['if-match'];
  if (header === undefined || header.trim() === '*') return 'any';
  return header
    .split(',')
    .map((tag) => /^"([1-9]\d{0,9})(?::[^"]*)?"$/.exec(tag.trim())?.[1])
    .filter((version) => version !== undefined)
    .map(Number);
}
