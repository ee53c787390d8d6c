import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { type WatchedPage, watchedPage } from './watched-page.ts';

type Credentials = { readonly email: string; readonly password: string };

/** Somebody at the pages of a service, who sees labels and buttons. */
export class Reader {
  readonly page: Page;
  readonly complaints: WatchedPage['complaints'];
  readonly #origin: string;

  private constructor(origin: string, { page, complaints }: WatchedPage) {
    this.#origin = origin;
    this.page = page;
    this.complaints = complaints;
  }

  static async at(origin: string, browser: Browser, options: BrowserContextOptions = {}): Promise<Reader> {
    return new Reader(origin, await watchedPage(browser, options));
  }

  get path(): string {
    return this.page.url().slice(this.#origin.length);
  }

  get focus() {
    return this.page.locator(':focus');
  }

  async goTo(path: string): Promise<void> {
    await this.page.goto(`${this.#origin}${path}`);
  }

  /** By the label of each field. */
  async fill(fields: Readonly<Record<string, string>>): Promise<void> {
    for (const [label, text] of Object.entries(fields)) await this.page.getByLabel(label, { exact: true }).fill(text);
  }

  /** Presses the button, and waits for the page that follows. */
  async press(name: string): Promise<void> {
    const loaded = this.page.waitForEvent('load');
    await this.page.getByRole('button', { name, exact: true }).click();
    await loaded;
  }

  async follow(link: string): Promise<void> {
    const loaded = this.page.waitForEvent('load');
    await this.page.getByRole('link', { name: link, exact: true }).click();
    await loaded;
  }

  async signIn({ email, password }: Credentials): Promise<void> {
    await this.goTo('/sign-in');
    await this.fill({ 'E-mail address': email, Password: password });
    await this.press('Sign in');
  }

  async leave(): Promise<void> {
    await this.page.context().close();
  }
}
