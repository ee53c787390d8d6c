import { expect } from 'chai';
import { PlantedRepository } from './planted-repository.ts';

/** Who imports what: [file under src/, specifier]. */
type Arrow = readonly [string, string];

const allowed: readonly Arrow[] = [
  ['domain/ledger/x.ts', './lot.ts'],
  ['domain/ledger/x.ts', '../shared/money.ts'],
  ['domain/ledger/x.ts', '#domain/shared/money.ts'],
  ['domain/ledger/fifo/x.ts', '../../shared/money.ts'],
  ['domain/shared/decimal.ts', 'decimal.js'],
  ['application/ledger/x.ts', '#domain/ledger/operation.ts'],
  ['application/ledger/x.ts', '#application/ports/clock.ts'],
  ['application/ledger/x.ts', '../ports/clock.ts'],
  ['adapters/inbound/http/operations/x.ts', '#application/ledger/record-operation.ts'],
  ['adapters/inbound/http/operations/x.ts', '#adapters/inbound/http/errors/problem-handler.ts'],
  ['adapters/inbound/http/operations/x.ts', '../errors/problem-handler.ts'],
  ['adapters/inbound/http/operations/x.ts', 'express'],
  ['adapters/outbound/sequelize/x.ts', 'sequelize'],
  ['adapters/outbound/postgres/x.ts', 'pg'],
  ['adapters/outbound/redis/x.ts', 'redis'],
  ['adapters/outbound/redis/x.ts', 'node:crypto'],
  ['infrastructure/x.ts', '#adapters/outbound/redis/redis-cache.ts'],
  ['infrastructure/x.ts', 'express'],
  ['infrastructure/embedded/x.ts', '../config.ts'],
  ['infrastructure/container/x.ts', 'inversify'],
];

const refused: readonly Arrow[] = [
  ['domain/ledger/x.ts', '#application/ledger/record-operation.ts'],
  ['domain/ledger/x.ts', '../../application/ledger/record-operation.ts'],
  ['domain/ledger/x.ts', './../../application/ledger/record-operation.ts'],
  ['domain/ledger/x.ts', '#domain/../application/ledger/record-operation.ts'],
  ['domain/ledger/x.ts', '#adapters/outbound/redis/redis-cache.ts'],
  ['domain/ledger/x.ts', '#infrastructure/config.ts'],
  ['domain/ledger/x.ts', 'decimal.js'],
  ['domain/ledger/x.ts', 'zod'],
  ['domain/ledger/x.ts', 'node:fs'],
  ['domain/x.ts', '../application/ledger/record-operation.ts'],
  ['application/ledger/x.ts', '#adapters/outbound/redis/redis-cache.ts'],
  ['application/ledger/x.ts', '../../adapters/outbound/redis/redis-cache.ts'],
  ['application/ledger/x.ts', '#infrastructure/config.ts'],
  ['application/ledger/x.ts', 'zod'],
  ['application/ledger/x.ts', 'node:crypto'],
  ['adapters/inbound/http/operations/x.ts', '#adapters/inbound/jobs/import-file.ts'],
  ['adapters/inbound/http/operations/x.ts', '../../jobs/import-file.ts'],
  ['adapters/inbound/http/operations/x.ts', '#adapters/outbound/redis/redis-cache.ts'],
  ['adapters/inbound/http/operations/x.ts', '#infrastructure/config.ts'],
  ['adapters/inbound/http/operations/x.ts', 'pg'],
  ['adapters/inbound/http/x.ts', '../jobs/import-file.ts'],
  ['adapters/inbound/x.ts', '#adapters/inbound/http/errors/problem-handler.ts'],
  ['adapters/outbound/redis/x.ts', '#adapters/outbound/memory/memory-cache.ts'],
  ['adapters/outbound/redis/x.ts', '../memory/memory-cache.ts'],
  ['adapters/outbound/redis/x.ts', '#adapters/inbound/http/errors/problem-handler.ts'],
  ['adapters/outbound/redis/x.ts', 'inversify'],
  ['adapters/outbound/redis/x.ts', 'express'],
  ['adapters/outbound/redis/x.ts', 'pg'],
  ['adapters/outbound/sequelize/x.ts', 'pg'],
  ['adapters/outbound/postgres/x.ts', 'sequelize'],
  ['adapters/outbound/postgres/x.ts', 'sequelize/lib/utils.js'],
  ['infrastructure/x.ts', 'inversify'],
  ['infrastructure/x.ts', '../adapters/outbound/redis/redis-cache.ts'],
  ['infrastructure/container/x.ts', '#test/support/database.ts'],
];

/** The ways to write an import; the rule must know them all. */
const forms = [
  "import '%';",
  "import type { X } from '%';",
  "export { x } from '%';",
  "export * from '%';",
  "await import('%');",
  'await import(`%`);',
  "export type X = import('%').X;",
  "export type Y = typeof import('%');",
];

describe('The layer rule', () => {
  const planted = [...allowed, ...refused];
  /** Lines of the planted files in which it found fault, as `file:line`. */
  let faults: Set<string>;
  /** Where each arrow stands, once in every form. */
  const places = new Map<Arrow, string[]>();

  before(async () => {
    const files: Record<string, string> = {};
    for (const arrow of planted) {
      const file = `src/${arrow[0]}`;
      const before = files[file] ?? '';
      const start = before.split('\n').length;
      files[file] = before + forms.map((form) => `${form.replace('%', arrow[1])}\n`).join('');
      places.set(
        arrow,
        forms.map((_form, index) => `${file}:${start + index}`),
      );
    }
    const repository = await PlantedRepository.plant(files);
    const { code, output } = await repository.run('biome lint --max-diagnostics=none --reporter=github');
    await repository.remove();
    expect(code, output).not.to.equal(0);
    const found = output.matchAll(/^::error title=plugin,file=\S*?(src\/[^,]+),line=(\d+),.*::layers: /gm);
    faults = new Set([...found].map(([, file, line]) => `${file}:${line}`));
  });

  for (const arrow of allowed) {
    it(`lets ${arrow[0]} import ${arrow[1]}`, () => {
      expect(places.get(arrow)!.filter((place) => faults.has(place))).to.deep.equal([]);
    });
  }
  for (const arrow of refused) {
    it(`refuses that ${arrow[0]} imports ${arrow[1]}, in whatever form`, () => {
      expect(places.get(arrow)!.filter((place) => !faults.has(place))).to.deep.equal([]);
    });
  }
});
