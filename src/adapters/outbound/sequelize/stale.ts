import { Refusal } from '#application/refusal.ts';

export const stale = (): Refusal =>
  new Refusal('STALE_VERSION', 'Somebody changed it in the meantime: read it again and repeat the change.');
