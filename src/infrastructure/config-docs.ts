import { readFileSync, writeFileSync } from 'node:fs';
import { type Variable, variables } from './config.ts';

const root = new URL('../../', import.meta.url);
const entries: [string, Variable][] = Object.entries(variables);

/** `.env.example`: every variable with its purpose, each commented out. */
export const envExample = (): string =>
  [
    '# Every setting of Blotter. None is needed: without any it runs its own PostgreSQL in DATA_DIR.',
    '# Made from src/infrastructure/config.ts by `npm run docs:config`.',
    ...entries.map(([name, { purpose, fallback = '', secret }]) => {
      const file = secret ? `\n# A secret: ${name}_FILE may name a file that holds it.` : '';
      return `\n# ${purpose}${file}\n# ${name}=${fallback}`;
    }),
    '',
  ].join('\n');

/** The README with its table of settings made anew between its two marks. */
export function withConfigTable(readme: string): string {
  const rows = entries.map(([name, { purpose, fallback, secret }]) => {
    const names = secret ? `\`${name}\`, \`${name}_FILE\`` : `\`${name}\``;
    return `| ${names} | ${fallback === undefined ? '' : `\`${fallback}\``} | ${purpose} |`;
  });
  const table = ['| Variable | Default | Purpose |', '|---|---|---|', ...rows].join('\n');
  return readme.replace(
    /(<!-- settings -->\n).*?(\n<!-- \/settings -->)/s,
    (_all, start: string, end: string) => `${start}${table}${end}`,
  );
}

if (import.meta.main) {
  const readme = new URL('README.md', root);
  writeFileSync(new URL('.env.example', root), envExample());
  writeFileSync(readme, withConfigTable(readFileSync(readme, 'utf8')));
}
