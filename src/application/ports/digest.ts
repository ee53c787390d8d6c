export interface Digest {
  /** SHA-256 of the text's UTF-8, as 64 lower-case hexadecimal digits. At once, as it is asked for each row of a file. */
  sha256(text: string): string;
}
