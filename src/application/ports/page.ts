/** Part of a list, and whether it goes on. */
export type Page<Row> = { readonly rows: readonly Row[]; readonly more: boolean };
