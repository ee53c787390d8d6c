import { expect } from 'chai';
import { type Outcome, PlantedRepository } from './planted-repository.ts';

/** A file that one tool must refuse, and what it must say about it. */
interface Fault {
  readonly path: string;
  readonly text: string;
  readonly complaint: RegExp;
}

interface Check {
  readonly command: string;
  /** Files with which it has no quarrel. */
  readonly clean: Readonly<Record<string, string>>;
  readonly faults: Readonly<Record<string, Fault>>;
}

const checks: Record<string, Check> = {
  'biome ci': {
    command: 'biome ci --error-on-warnings --max-diagnostics=none --reporter=github',
    clean: { 'src/domain/ledger/lot.ts': 'export const lot = 1;\n' },
    faults: {
      'an unformatted file': fault('src/domain/a.ts', 'export const a = "double quotes"\n', /title=format,/),
      'imports out of order': fault(
        'src/infrastructure/b.ts',
        "import { a } from './a.ts';\nimport { z } from 'zod';\n\nexport const b = [z, a];\n",
        /title=assist\/source\/organizeImports,/,
      ),
      'a default export': fault('src/domain/c.ts', 'export default 1;\n', /style\/noDefaultExport,/),
      any: fault('src/domain/d.ts', 'export const d: any = 1;\n', /suspicious\/noExplicitAny,/),
      'process.env': fault('src/infrastructure/e.ts', "export const e = process.env['E'];\n", /style\/noProcessEnv,/),
      'console.log': fault('src/infrastructure/f.ts', 'console.log(1);\n', /suspicious\/noConsole,/),
      'a cycle at one end': fault(
        'src/domain/ledger/cycle.ts',
        "import { back } from './cycle-back.ts';\n\nexport type Cycle = 1;\nexport const cycle = back;\n",
        /suspicious\/noImportCycles,/,
      ),
      'a cycle at the other end, where only a type is imported': fault(
        'src/domain/ledger/cycle-back.ts',
        "import type { Cycle } from '#domain/ledger/cycle.ts';\n\nexport const back: Cycle = 1;\n",
        /suspicious\/noImportCycles,/,
      ),
      'an import that is not used': fault(
        'src/infrastructure/g.ts',
        "import { z } from 'zod';\n\nexport const g = 1;\n",
        /correctness\/noUnusedImports,/,
      ),
      'a type imported as a value': fault(
        'src/infrastructure/h.ts',
        "import { ZodType } from 'zod';\n\nexport type H = ZodType;\n",
        /style\/useImportType,/,
      ),
      'an import without its ending': fault(
        'src/domain/ledger/i.ts',
        "import { lot } from './lot';\n\nexport const i = lot;\n",
        /correctness\/useImportExtensions,/,
      ),
      'a test tool in the product': fault(
        'src/adapters/outbound/smtp/j.ts',
        "import { expect } from 'chai';\n\nexport const j = expect;\n",
        /correctness\/noUndeclaredDependencies,/,
      ),
      'a stray inversify': fault(
        'src/infrastructure/k.ts',
        "import { Container } from 'inversify';\n\nexport const k = Container;\n",
        /title=plugin,.*::layers: inversify belongs in infrastructure\/container/,
      ),
      'a forbidden arrow': fault(
        'src/domain/ledger/l.ts',
        "import { l } from '#application/ledger/l.ts';\n\nexport const m = l;\n",
        /title=plugin,.*::layers: the domain imports the domain alone/,
      ),
      require: fault('src/domain/n.ts', "export const n = require('./a.ts');\n", /style\/noCommonJs,/),
      'a name that is not kebab-case': fault('src/domain/oO.ts', 'export const o = 1;\n', /useFilenamingConvention,/),
      'a focused test': fault('test/p.test.ts', "it.only('p', () => {});\n", /suspicious\/noFocusedTests,/),
      'a skipped test': fault('test/q.test.ts', "it.skip('q', () => {});\n", /suspicious\/noSkippedTests,/),
    },
  },
  'oxlint --type-aware': {
    command: 'oxlint --type-aware --format=unix',
    clean: { 'src/domain/save.ts': 'async function save(): Promise<void> {}\nawait save();\n' },
    faults: {
      'a floating promise of our own': fault(
        'src/domain/a.ts',
        'async function save(): Promise<void> {}\nexport function a(): void {\n  save();\n}\n',
        /no-floating-promises/,
      ),
      'a floating promise of a library': fault(
        'src/adapters/outbound/postgres/b.ts',
        "import type { Pool } from 'pg';\n\nexport function b(pool: Pool): void {\n  pool.query('SELECT 1');\n}\n",
        /no-floating-promises/,
      ),
      'a promise as a condition': fault(
        'src/domain/c.ts',
        'declare function isThere(): Promise<boolean>;\nexport const c = (): number => (isThere() ? 1 : 2);\n',
        /no-misused-promises/,
      ),
      'a promise nobody waits for in a callback': fault(
        'src/domain/d.ts',
        "process.on('SIGTERM', async () => {});\nexport const d = 1;\n",
        /no-misused-promises/,
      ),
      'something thrown that is no error': fault(
        'src/domain/e.ts',
        "export function e(): never {\n  throw 'e';\n}\n",
        /only-throw-error/,
      ),
    },
  },
  tsc: {
    command: 'tsc --pretty false',
    clean: { 'src/domain/lot.ts': 'export const lot = (all: string[]): string | undefined => all[0];\n' },
    faults: {
      'a wrong type': fault('src/domain/a.ts', "export const a: number = 'a';\n", /TS2322/),
      'an index that may be missing': fault(
        'src/domain/b.ts',
        'export const b = (all: string[]): string => all[0];\n',
        /TS2322/,
      ),
      'syntax that Node cannot strip': fault('src/domain/c.ts', 'export enum C {\n  A,\n}\n', /TS1294/),
      'an import of nothing': fault('src/domain/d.ts', "export { d } from '#domain/nothing.ts';\n", /TS2307/),
    },
  },
  knip: {
    command: 'knip --reporter compact',
    clean: {
      'package.json': aPackage({ zod: '1' }),
      'src/infrastructure/main.ts': "export { used } from '#domain/used.ts';\nexport { z } from 'zod';\n",
      'src/domain/used.ts': 'export const used = 1;\n',
    },
    faults: {
      'a file that nobody imports': fault('src/domain/a.ts', 'export const a = 1;\n', /^src\/domain\/a\.ts/),
      'an export that nobody imports': fault(
        'src/domain/used.ts',
        'export const used = 1;\nexport const unused = 2;\n',
        /used\.ts: unused/,
      ),
      'a dependency that nobody imports': fault('package.json', aPackage({ zod: '1', pg: '1' }), /pg/),
    },
  },
};

for (const [tool, { command, clean, faults }] of Object.entries(checks)) {
  describe(`\`${tool}\``, function () {
    this.timeout(60_000);
    let complaints: string[];

    before(async () => {
      const planted = Object.fromEntries(Object.values(faults).map(({ path, text }) => [path, text]));
      const { code, output } = await check(command, { ...clean, ...planted });
      expect(code, output).not.to.equal(0);
      complaints = output.split('\n').filter((line) => !/^::(warning|notice)/.test(line));
    });

    it('passes what is in order', async () => {
      const { code, output } = await check(command, clean);
      expect(code, output).to.equal(0);
    });

    for (const [name, { path, complaint }] of Object.entries(faults)) {
      it(`refuses ${name}`, () => {
        expect(complaints.filter((line) => line.includes(path)).join('\n')).to.match(complaint);
      });
    }
  });
}

async function check(command: string, files: Record<string, string>): Promise<Outcome> {
  const repository = await PlantedRepository.plant(files);
  try {
    return await repository.run(command);
  } finally {
    await repository.remove();
  }
}

function fault(path: string, text: string, complaint: RegExp): Fault {
  return { path, text, complaint };
}

function aPackage(dependencies: Record<string, string>): string {
  return JSON.stringify({ name: 'planted', type: 'module', imports: { '#domain/*': './src/domain/*' }, dependencies });
}
