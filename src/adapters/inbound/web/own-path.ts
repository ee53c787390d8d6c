/** One slash, then what an address is written in: browsers read a backslash as a slash, and skip control characters. */
const OWN = /^\/(?![/\\])[\x21-\x5b\x5d-\x7e]{0,2000}$/;

/** Where to go on: a path of this site, or home for anything that could lead elsewhere. */
export const ownPath = (text: string | null): string => (text !== null && OWN.test(text) ? text : '/');
