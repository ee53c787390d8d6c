import express from 'express';
import { Pool } from 'pg';
import { v7 } from 'uuid';

/**
 * Peer (b): Express and pg, with named statements of the same columns, conditions and limit as Blotter's, and pools of the same sizes. Nobody
 * is authenticated, nothing is validated or logged.
 */
const COLUMNS = `id, account_id, type, figi, figi_check, isin, symbol, instrument, instrument_type, trim_scale(quantity) AS quantity,
 trim_scale(price) AS price, currency, trim_scale(payment) AS payment, payment_check, trim_scale(fee) AS fee, fee_currency,
 trim_scale(accrued_interest) AS accrued_interest, ratio, date, date_precision, source, external_id, note, to_json(tags) AS tags, version,
 created_at, updated_at`;
const PAGE = `SELECT ${COLUMNS} FROM operations WHERE user_id = $1 ORDER BY date DESC, id DESC LIMIT 21`;
const ONE = `SELECT ${COLUMNS} FROM operations WHERE user_id = $1 AND id = $2`;
const INSERT = `INSERT INTO operations (user_id, id, account_id, type, figi, figi_check, isin, symbol, instrument_type, quantity, price,
 currency, payment, payment_check, fee, fee_currency, accrued_interest, ratio, date, date_precision, source, external_id, note, tags, version,
 created_at, updated_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23,
 $24, $25, $26, $27)`;

const open = (max: number): Pool => new Pool({ connectionString: process.env['DATABASE_URL'], max });
const [lists, lookups, writes] = [open(8), open(4), open(4)];

const app = express();
app.get('/:userId/operations', async (req, res) => {
  const { rows } = await lists.query({ name: 'page', text: PAGE, values: [req.params.userId] });
  res.json(rows.slice(0, 20));
});
app.get('/:userId/operations/:id', async (req, res) => {
  const { rows } = await lookups.query({ name: 'one', text: ONE, values: [req.params.userId, req.params.id] });
  res.json(rows[0]);
});
app.post('/:userId/operations', express.json(), async (req, res) => {
  const { body } = req;
  const now = new Date();
  const operation = {
    user_id: req.params.userId,
    id: v7(),
    account_id: body.account_id,
    type: body.type,
    figi: body.figi,
    figi_check: 'ok',
    isin: body.isin,
    symbol: body.symbol,
    instrument_type: body.instrument_type,
    quantity: body.quantity,
    price: body.price,
    currency: body.currency,
    payment: body.payment,
    payment_check: 'ok',
    fee: body.fee,
    fee_currency: body.currency,
    accrued_interest: null,
    ratio: null,
    date: body.date,
    date_precision: 'second',
    source: body.source,
    external_id: body.external_id,
    note: body.note,
    tags: body.tags,
    version: 1,
    created_at: now,
    updated_at: now,
  };
  await writes.query({ name: 'insert', text: INSERT, values: Object.values(operation) });
  res.status(201).json(operation);
});
app.listen(Number(process.env['PORT']), '127.0.0.1');
