/** Why a field is refused, for programs; the sentence for people is the detail of the violation. */
export type ViolationCode =
  | 'REQUIRED'
  | 'INVALID_TYPE'
  | 'INVALID_FORMAT'
  | 'INVALID_CHECK_DIGIT'
  | 'MINOR_UNIT'
  | 'OUT_OF_RANGE'
  | 'TOO_SHORT'
  | 'TOO_LONG'
  | 'TOO_MANY'
  | 'NOT_ALLOWED'
  | 'UNKNOWN_FIELD'
  | 'READ_ONLY'
  | 'PASSWORD_WEAK'
  | 'WRONG_PASSWORD';

/** One complaint: `field` is the camelCase name of the draft's field, `tags/2` for an element of a list. */
export type Violation = { readonly field: string; readonly code: ViolationCode; readonly detail: string };
