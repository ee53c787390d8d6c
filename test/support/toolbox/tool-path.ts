import type { ToolName } from './tool.ts';
import { tools } from './tools.ts';

/** The program that `npm test` found; it tells its tests by the tool's variable. */
export function toolPath(name: ToolName): string {
  const tool = tools.find((candidate) => candidate.name === name)!;
  const path = process.env[tool.pathVariable];
  if (path === undefined) {
    throw new Error(`${tool.pathVariable} is not set: run the tests by \`npm test\` (or \`npm test -- FILE\`).`);
  }
  return path;
}
