/** A program that the tests need and npm cannot install. */
export interface Tool {
  readonly name: ToolName;
  /** What the tests use it for. */
  readonly purpose: string;
  /** Environment variable with the path of the program. */
  readonly pathVariable: string;
  /** Environment variable with the address of a running server, which then stands in for the program. */
  readonly urlVariable?: string;
  /** Names to look for on the PATH, best first. */
  readonly commands: readonly string[];
  /** Where it may be, although the PATH of most people does not say so. */
  readonly folders?: readonly string[];
  /** What a person may do where the tests may not install it. */
  readonly remedy: string;
  readonly source: Source;
}

export type ToolName = 'redis-server' | 'mongod' | 'nginx' | 'chromium' | 'bean-check';

/**
 * Where the tests get it by themselves: a Debian package, or a function that puts the program at `target` and needs these Debian
 * packages for that.
 */
export type Source =
  | { readonly debianPackage: string }
  | { readonly fetch: (target: string) => Promise<void>; readonly needs: readonly DebianNeed[] };

export interface DebianNeed {
  readonly debianPackage: string;
  isThere(): Promise<boolean>;
}
