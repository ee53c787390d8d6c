import { access, constants, stat } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { MissingToolsError } from './missing-tools-error.ts';
import type { Tool } from './tool.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** Where a tool was found: a running server or a program. */
export type Found =
  | { readonly by: 'environment'; readonly url: string }
  | { readonly by: 'environment' | 'path' | 'cache'; readonly path: string };

/**
 * Looks into the environment, then the PATH and the tool's own folders, then the cache; null when it is nowhere.
 * A variable that names no program is a mistake to report, never a reason to take another one.
 * @throws {MissingToolsError}
 */
export async function findTool(tool: Tool, environment: Environment, cache: string): Promise<Found | null> {
  const url = tool.urlVariable === undefined ? undefined : environment[tool.urlVariable];
  if (url) {
    return { by: 'environment', url };
  }
  const given = environment[tool.pathVariable];
  if (given) {
    if (!(await isProgram(given))) {
      throw new MissingToolsError(`${tool.pathVariable} is ${given}, which is no program.`);
    }
    return { by: 'environment', path: given };
  }
  const folders = [...(environment['PATH'] ?? '').split(delimiter).filter(Boolean), ...(tool.folders ?? [])];
  for (const command of tool.commands) {
    for (const folder of folders) {
      if (await isProgram(join(folder, command))) {
        return { by: 'path', path: join(folder, command) };
      }
    }
  }
  const cached = cachedPath(tool, cache);
  return (await isProgram(cached)) ? { by: 'cache', path: cached } : null;
}

export function cachedPath(tool: Tool, cache: string): string {
  return join(cache, tool.name);
}

async function isProgram(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}
