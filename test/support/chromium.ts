import { type Browser, chromium } from 'playwright-core';
import { toolPath } from './toolbox/tool-path.ts';

/**
 * A real Chromium without a window; close it when done. A context of its own for each test keeps cookies apart:
 * `const page = await (await browser.newContext()).newPage()`.
 */
export async function openBrowser(): Promise<Browser> {
  const quiet = ['--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];
  return await chromium.launch({
    executablePath: toolPath('chromium'),
    // Chromium's sandbox does not work for root or in most containers, and these pages are ours.
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', ...quiet],
  });
}
