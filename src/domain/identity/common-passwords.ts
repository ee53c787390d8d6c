/** The passwords that everybody tries first. */
export type CommonPasswords = {
  /** Whatever its case. */
  has(password: string): boolean;
};
