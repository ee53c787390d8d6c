import { z } from 'zod';
import { ROLES } from '#domain/identity/role.ts';
import type { User } from '#domain/identity/user.ts';
import { instantOutput, uuidOutput } from '../shared-schema.ts';

export const user = z
  .strictObject({
    id: uuidOutput,
    email: z.string(),
    username: z.string(),
    role: z.enum(ROLES),
    is_active: z.boolean(),
    is_verified: z.boolean(),
    time_zone: z.string().meta({ description: 'IANA time zone.' }),
    registered_at: instantOutput,
  })
  .meta({ id: 'User' });

export const userView = (entity: User): z.output<typeof user> => ({
  id: entity.id,
  email: entity.email,
  username: entity.username,
  role: entity.role,
  is_active: entity.isActive,
  is_verified: entity.isVerified,
  time_zone: entity.timeZone,
  registered_at: entity.registeredAt.toISOString(),
});
