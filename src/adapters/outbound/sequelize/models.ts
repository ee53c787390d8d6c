import { DataTypes, type Model, type ModelAttributes, type ModelStatic, type Sequelize } from 'sequelize';

/** Rows as Sequelize sees them; they never leave this folder. */
export type UserRecord = {
  id: string;
  email: string;
  username: string;
  password_hash: string;
  role: string;
  is_active: boolean;
  is_verified: boolean;
  time_zone: string;
  registered_at: Date;
};

export type AccessTokenRecord = {
  token_hash: Buffer;
  user_id: string;
  id: string;
  name: string | null;
  scopes: string[] | null;
  account_ids: string[] | null;
  address: string | null;
  user_agent: string | null;
  created_at: Date;
  expires_at: Date | null;
  last_used_at: Date | null;
};

export type SessionRecord = {
  user_id: string;
  id: string;
  address: string | null;
  user_agent: string | null;
  created_at: Date;
  last_seen_at: Date;
  expires_at: Date;
};

export type MailedTokenRecord = {
  user_id: string;
  purpose: string;
  id: string;
  email: string;
  token_hash: Buffer | null;
  expires_at: Date;
};

export type AccountRecord = {
  user_id: string;
  id: string;
  name: string;
  currency: string;
  kind: string | null;
  version: number;
  created_at: Date;
  updated_at: Date;
};

export type OperationRecord = {
  user_id: string;
  id: string;
  account_id: string;
  type: string;
  figi: string | null;
  figi_check: string | null;
  isin: string | null;
  symbol: string | null;
  instrument_type: string | null;
  quantity: string;
  price: string | null;
  currency: string | null;
  payment: string | null;
  payment_check: string | null;
  fee: string;
  fee_currency: string | null;
  accrued_interest: string | null;
  ratio: string | null;
  date: Date;
  date_precision: string;
  source: string | null;
  external_id: string | null;
  note: string | null;
  tags: string[];
  version: number;
  created_at: Date;
  updated_at: Date;
};

export type HistoryRecord = {
  user_id: string;
  operation_id: string;
  version: number;
  action: string;
  changed_by: string;
  changed_at: Date;
  changes: unknown;
};

type Table<R extends object> = ModelStatic<Model<R, R>>;

export type Models = {
  readonly users: Table<UserRecord>;
  readonly tokens: Table<AccessTokenRecord>;
  readonly sessions: Table<SessionRecord>;
  readonly mailedTokens: Table<MailedTokenRecord>;
  readonly accounts: Table<AccountRecord>;
  readonly operations: Table<OperationRecord>;
  readonly history: Table<HistoryRecord>;
};

const { BLOB, BOOLEAN, DATE, DECIMAL, INTEGER, TEXT, UUID, ARRAY } = DataTypes;
const AMOUNT = DECIMAL(38, 18);
/** Made anew for each column: Sequelize writes the column's name into it. */
const key = () => ({ type: UUID, primaryKey: true });

export function defineModels(sequelize: Sequelize): Models {
  const table = <R extends object>(name: string, attributes: ModelAttributes<Model<R, R>, R>): Table<R> =>
    sequelize.define<Model<R, R>>(name, attributes, { tableName: name, timestamps: false });
  return {
    users: table<UserRecord>('users', {
      id: key(),
      email: TEXT,
      username: TEXT,
      password_hash: TEXT,
      role: TEXT,
      is_active: BOOLEAN,
      is_verified: BOOLEAN,
      time_zone: TEXT,
      registered_at: DATE,
    }),
    tokens: table<AccessTokenRecord>('access_tokens', {
      token_hash: { type: BLOB, primaryKey: true },
      user_id: UUID,
      id: UUID,
      name: TEXT,
      scopes: ARRAY(TEXT),
      account_ids: ARRAY(UUID),
      address: TEXT,
      user_agent: TEXT,
      created_at: DATE,
      expires_at: DATE,
      last_used_at: DATE,
    }),
    sessions: table<SessionRecord>('browser_sessions', {
      user_id: key(),
      id: key(),
      address: TEXT,
      user_agent: TEXT,
      created_at: DATE,
      last_seen_at: DATE,
      expires_at: DATE,
    }),
    mailedTokens: table<MailedTokenRecord>('mailed_tokens', {
      user_id: key(),
      purpose: { type: TEXT, primaryKey: true },
      id: UUID,
      email: TEXT,
      token_hash: BLOB,
      expires_at: DATE,
    }),
    accounts: table<AccountRecord>('accounts', {
      user_id: key(),
      id: key(),
      name: TEXT,
      currency: TEXT,
      kind: TEXT,
      version: INTEGER,
      created_at: DATE,
      updated_at: DATE,
    }),
    operations: table<OperationRecord>('operations', {
      user_id: key(),
      id: key(),
      account_id: UUID,
      type: TEXT,
      figi: TEXT,
      figi_check: TEXT,
      isin: TEXT,
      symbol: TEXT,
      instrument_type: TEXT,
      quantity: AMOUNT,
      price: AMOUNT,
      currency: TEXT,
      payment: AMOUNT,
      payment_check: TEXT,
      fee: AMOUNT,
      fee_currency: TEXT,
      accrued_interest: AMOUNT,
      ratio: TEXT,
      date: DATE,
      date_precision: TEXT,
      source: TEXT,
      external_id: TEXT,
      note: TEXT,
      tags: ARRAY(TEXT),
      version: INTEGER,
      created_at: DATE,
      updated_at: DATE,
    }),
    history: table<HistoryRecord>('operation_history', {
      user_id: key(),
      operation_id: key(),
      version: { type: INTEGER, primaryKey: true },
      action: TEXT,
      changed_by: UUID,
      changed_at: DATE,
      changes: DataTypes.JSON,
    }),
  };
}
