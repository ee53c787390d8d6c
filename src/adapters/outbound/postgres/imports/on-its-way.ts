/**
 * Of an import that nobody is shown: somebody sends it, or it goes. What goes takes many steps, so it is marked at first, by a version that no upload
 * has: then nobody can read, commit or send on what is not whole any more, and a purge that was cut off is gone on with.
 */
export const IS_COMING = `state = 'uploading' AND version = 1`;
export const IS_GOING = `state = 'uploading' AND version > 1`;
