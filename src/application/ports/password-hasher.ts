export interface PasswordHasher {
  /**
   * A PHC string of the whole password.
   * @throws {Refusal} OVERLOADED when too many hashes wait already.
   */
  hash(password: string): Promise<string>;

  /**
   * Whether the password belongs to the PHC string. Null means "there is no such user": it costs one hash all the same,
   * so that nobody learns from the clock who has an account, and is never true.
   * @throws {Refusal} OVERLOADED when too many hashes wait already.
   */
  verify(password: string, phc: string | null): Promise<boolean>;
}
