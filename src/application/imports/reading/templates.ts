import avanza from '#application/imports/templates/avanza.json' with { type: 'json' };
import bitvavo from '#application/imports/templates/bitvavo.json' with { type: 'json' };
import bux from '#application/imports/templates/bux.json' with { type: 'json' };
import coinbase from '#application/imports/templates/coinbase.json' with { type: 'json' };
import degiro from '#application/imports/templates/degiro.json' with { type: 'json' };
import etoro from '#application/imports/templates/etoro.json' with { type: 'json' };
import freetrade from '#application/imports/templates/freetrade.json' with { type: 'json' };
import ibkrDividends from '#application/imports/templates/ibkr-dividends.json' with { type: 'json' };
import ibkrTrades from '#application/imports/templates/ibkr-trades.json' with { type: 'json' };
import parqet from '#application/imports/templates/parqet.json' with { type: 'json' };
import revolutInvest from '#application/imports/templates/revolut-invest.json' with { type: 'json' };
import schwab from '#application/imports/templates/schwab.json' with { type: 'json' };
import swissquote from '#application/imports/templates/swissquote.json' with { type: 'json' };
import trading212 from '#application/imports/templates/trading212.json' with { type: 'json' };
import type { Header } from './header.ts';
import { parseTemplate } from './parse-template.ts';
import type { Template } from './template.ts';

/** Brokers whose exports are known, each by a file of its own in `templates/`. A mistake in one stops the program when it starts. */
export const TEMPLATES: readonly Template[] = [
  avanza,
  bitvavo,
  bux,
  coinbase,
  degiro,
  etoro,
  freetrade,
  ibkrDividends,
  ibkrTrades,
  parqet,
  revolutInvest,
  schwab,
  swissquote,
  trading212,
].map((json: unknown) => parseTemplate(json));

export const templateNamed = (name: string | null): Template | null =>
  TEMPLATES.find((template) => template.name === name) ?? null;

/** Its columns as the file calls them, and those that the file lacks though they are not optional. */
export function columnsOfTemplate(
  template: Template,
  header: Header,
): { readonly columns: Readonly<Record<string, string>>; readonly missing: readonly string[] } {
  const columns: Record<string, string> = {};
  const missing: string[] = [];
  for (const [column, names] of Object.entries(template.columns)) {
    const name = names.map((each) => header.names[header.indexOf(each)]).find((each) => each !== undefined);
    if (name !== undefined) columns[column] = name;
    else if (!template.optional.includes(column)) missing.push(column);
  }
  return { columns, missing };
}

/** The template of the broker that this header is of; of two, the one that asks for more columns. */
export function recognisedTemplate(header: Header): Template | null {
  const fitting = TEMPLATES.filter((template) => columnsOfTemplate(template, header).missing.length === 0);
  const asked = (template: Template): number => Object.keys(template.columns).length - template.optional.length;
  return fitting.sort((one, other) => asked(other) - asked(one))[0] ?? null;
}
