/** What is not in the file and not a correction: the zone of the person who brings it. */
export type Usual = { readonly timeZone: string };

/** The `source` of operations of a file without a template. */
export const GUESSED_SOURCE = 'import';
