import { join } from 'node:path';
import { repository } from '../repository.ts';
import { debian, type Packages } from './debian.ts';
import { cachedPath, type Environment, type Found, findTool } from './find-tool.ts';
import { MissingToolsError } from './missing-tools-error.ts';
import type { Tool } from './tool.ts';
import { tools } from './tools.ts';

export interface ToolboxOptions {
  readonly tools: readonly Tool[];
  readonly environment: Environment;
  /** Folder of the programs that we fetched ourselves. */
  readonly cache: string;
  readonly packages: Packages;
  say(sentence: string): void;
}

/**
 * Finds every tool or installs it, and returns the variables that tell the tests where they are.
 * @throws {MissingToolsError} with one list of those that are missing still: the tests never run without them.
 */
export async function openToolbox(options: Partial<ToolboxOptions> = {}): Promise<Record<string, string>> {
  const complete: ToolboxOptions = {
    tools,
    environment: process.env,
    cache: join(repository, '.cache', 'tools'),
    packages: debian,
    say: (sentence) => console.log(sentence),
    ...options,
  };
  const found = await findAll(complete, complete.tools);
  const missing = complete.tools.filter((tool) => !found.has(tool));
  if (missing.length > 0) {
    const failures = await install(missing, complete);
    const lateFound = await findAll(complete, missing);
    const lacking = missing.filter((tool) => !lateFound.has(tool));
    if (lacking.length > 0) {
      throw new MissingToolsError(list(lacking, failures));
    }
    for (const [tool, where] of lateFound) {
      found.set(tool, where);
    }
  }
  return Object.fromEntries([...found].map(variable));
}

async function findAll({ environment, cache }: ToolboxOptions, wanted: readonly Tool[]): Promise<Map<Tool, Found>> {
  const found = new Map<Tool, Found>();
  for (const tool of wanted) {
    const where = await findTool(tool, environment, cache);
    if (where !== null) {
      found.set(tool, where);
    }
  }
  return found;
}

/** Returns the reasons why something could not be installed. */
async function install(missing: readonly Tool[], { cache, packages, say }: ToolboxOptions): Promise<string[]> {
  const failures: string[] = [];
  const names = await packagesFor(missing);
  if (names.length > 0 && (await packages.available())) {
    say(`The tests need Debian packages that are not here: ${names.join(', ')}. Installing them (a minute or two) …`);
    await packages.install(names).catch((error: Error) => failures.push(error.message));
  }
  for (const tool of missing) {
    if ('fetch' in tool.source) {
      const needs = await lackingNeeds(tool);
      if (needs.length > 0) {
        failures.push(`${tool.name} could be fetched, if ${needs.join(' and ')} were installed.`);
        continue;
      }
      say(`The tests need ${tool.name}, which is not here. Fetching it into ${cache} …`);
      await tool.source
        .fetch(cachedPath(tool, cache))
        .catch((error: Error) => failures.push(`${tool.name}: ${error.message}`));
    }
  }
  return failures;
}

async function packagesFor(missing: readonly Tool[]): Promise<string[]> {
  const names = await Promise.all(
    missing.map(async (tool) => ('debianPackage' in tool.source ? [tool.source.debianPackage] : lackingNeeds(tool))),
  );
  return [...new Set(names.flat())];
}

/** Names of the Debian packages. */
async function lackingNeeds({ source }: Tool): Promise<string[]> {
  const needs = 'needs' in source ? source.needs : [];
  const lacking = await Promise.all(needs.map(async (need) => ((await need.isThere()) ? [] : [need.debianPackage])));
  return lacking.flat();
}

function list(lacking: readonly Tool[], failures: readonly string[]): string {
  const entries = lacking.map(({ name, purpose, remedy, pathVariable, urlVariable }) => {
    const variables = [`${pathVariable} to its program`, ...(urlVariable ? [`${urlVariable} to a running one`] : [])];
    return `  ${name}: ${purpose}\n    ${remedy}\n    or set ${variables.join(', or ')}`;
  });
  return [
    'The tests need these programs, which are not here and could not be installed:',
    ...entries,
    ...failures,
  ].join('\n');
}

function variable([tool, where]: readonly [Tool, Found]): [string, string] {
  return 'url' in where ? [tool.urlVariable!, where.url] : [tool.pathVariable, where.path];
}
