import type { Mail } from '#application/ports/mailer.ts';
import { ids } from '../settlers.ts';

export const aMail = (differences: Partial<Mail> = {}): Mail => ({
  id: ids.next(),
  to: 'ada@example.com',
  subject: 'Confirm your address',
  paragraphs: ['Somebody, probably you, signed up for Blotter with this address.', 'If it was not you, do nothing.'],
  action: { label: 'Confirm the address', url: 'https://blotter.example/confirm#token=9f-A_b' },
  ...differences,
});
