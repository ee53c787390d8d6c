import express from 'express';
import { DataTypes, Sequelize } from 'sequelize';

/** Peer (c): Express and Sequelize, as its guide shows it, on a pool of the same size. */
const sequelize = new Sequelize(process.env['DATABASE_URL'] ?? '', { logging: false, pool: { max: 8 } });
const { ARRAY, DATE, DECIMAL, INTEGER, TEXT, UUID } = DataTypes;
const Operation = sequelize.define(
  'operation',
  {
    user_id: { type: UUID, primaryKey: true },
    id: { type: UUID, primaryKey: true },
    account_id: UUID,
    type: TEXT,
    figi: TEXT,
    figi_check: TEXT,
    isin: TEXT,
    symbol: TEXT,
    instrument: TEXT,
    instrument_type: TEXT,
    quantity: DECIMAL(38, 18),
    price: DECIMAL(38, 18),
    currency: TEXT,
    payment: DECIMAL(38, 18),
    payment_check: TEXT,
    fee: DECIMAL(38, 18),
    fee_currency: TEXT,
    accrued_interest: DECIMAL(38, 18),
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
  },
  { tableName: 'operations', timestamps: false },
);
const attributes = { exclude: ['user_id'] };

const app = express();
app.get('/:userId/operations', async (req, res) => {
  const limit = Number(req.query['limit']);
  const rows = await Operation.findAll({
    attributes,
    where: { user_id: req.params.userId },
    order: [
      ['date', 'DESC'],
      ['id', 'DESC'],
    ],
    limit: limit + 1,
  });
  res.json(rows.slice(0, limit));
});
app.get('/:userId/operations/:id', async (req, res) => {
  res.json(await Operation.findOne({ attributes, where: { user_id: req.params.userId, id: req.params.id } }));
});
app.listen(Number(process.env['PORT']), '127.0.0.1');
