/** Who signed in, and in which of their sessions. */
export type NamedSession = { readonly id: string; readonly session: string };
