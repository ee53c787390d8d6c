/** In tables where every row has an owner this one owns what is Blotter's own. */
export const NOBODY = '00000000-0000-0000-0000-000000000000';
