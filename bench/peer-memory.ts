import { readFileSync } from 'node:fs';
import express from 'express';

/** Peer (a): bare Express, the same bytes by `res.json` from an object in memory. */
const folder = process.env['ANSWERS'] ?? '';
const answer = (name: string): unknown => JSON.parse(readFileSync(`${folder}/${name}.json`, 'utf8'));
const [page, one, list] = [answer('page'), answer('one'), answer('list')];

const app = express();
app.get('/:userId/operations', (_req, res) => {
  res.json(page);
});
app.get('/:userId/operations/:id', (_req, res) => {
  res.json(one);
});
app.get('/list', (_req, res) => {
  res.json(list);
});
app.listen(Number(process.env['PORT']), '127.0.0.1');
