import type { Browser, BrowserContextOptions, Page } from 'playwright-core';

export type WatchedPage = {
  readonly page: Page;
  /** What a healthy page never does: a line on the console, an error, something not found, a broken rule of its policy. */
  readonly complaints: readonly string[];
};

const TELL_VIOLATIONS = `addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => {
  window.report(violatedDirective + ' ' + blockedURI);
});`;

/** A page in a context of its own, whose complaints are kept. */
export async function watchedPage(browser: Browser, options: BrowserContextOptions = {}): Promise<WatchedPage> {
  const page = await (await browser.newContext(options)).newPage();
  const complaints: string[] = [];
  page.on('console', (message) => {
    // That a page was answered with a refusal, Chromium says by itself.
    const isOfThePage = message.location().url === page.url() && message.text().startsWith('Failed to load resource');
    if (!isOfThePage) complaints.push(`console ${message.type()}: ${message.text()}`);
  });
  page.on('pageerror', (error) => complaints.push(`error: ${error.message}`));
  page.on('requestfailed', (request) => {
    // Whoever leaves a page ends what it still asks for.
    if (request.failure()?.errorText !== 'net::ERR_ABORTED') complaints.push(`failed: ${request.url()}`);
  });
  page.on('response', (response) => {
    if (response.status() >= 400 && !response.request().isNavigationRequest())
      complaints.push(`${response.status()}: ${response.url()}`);
  });
  await page.exposeFunction('report', (violation: string) => complaints.push(`CSP: ${violation}`));
  await page.addInitScript({ content: TELL_VIOLATIONS });
  return { page, complaints };
}
