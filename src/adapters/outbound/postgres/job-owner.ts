import { BEFORE_ALL } from './row-text.ts';

/** In the table every job has an owner: nobody's is the nil UUID. */
export const ownerOf = (userId: string | null): string => userId ?? BEFORE_ALL;

export const userOf = (owner: string): string | null => (owner === BEFORE_ALL ? null : owner);
