import { hash } from 'node:crypto';
import type { Digest } from '#application/ports/digest.ts';

export class NodeDigest implements Digest {
  sha256(text: string): string {
    return hash('sha256', text, 'hex');
  }
}
