/** What an error comes to, as the API would tell it. */
export type Problem = {
  readonly status: number;
  readonly code: string;
  /** A sentence for people. */
  readonly detail: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** One for each field that is refused; `pointer` is `/email` for the field email. */
  readonly errors?: readonly { readonly pointer: string; readonly code: string; readonly detail: string }[];
};
