type VendorError = Error & { readonly code?: string };

/** The PostgreSQL error that Sequelize wrapped, with SQLSTATE in `code` (PostgreSQL manual, appendix A). */
export function vendorError(error: unknown): VendorError {
  const { original } = error as { original?: unknown };
  return (original ?? error) as VendorError;
}

export const DEADLOCK = '40P01';
export const UNIQUE_VIOLATION = '23505';
export const FOREIGN_KEY_VIOLATION = '23503';
export const LOCK_NOT_AVAILABLE = '55P03';
