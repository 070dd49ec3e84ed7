import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Browser, type Locator, type Page, chromium } from 'playwright-core';

const CANDIDATES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome', '/usr/bin/google-chrome-stable'];
const SCREENSHOTS = fileURLToPath(new URL('../../../tests/screenshots', import.meta.url));
/** Chromium looks for Google's hosts unless told not to. */
const QUIET = ['--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run', '--disable-gpu'];

/** A headless Chromium; `scripts/install-test-tools.mjs` has installed it where it could. */
export async function launchBrowser(): Promise<Browser> {
  const executablePath = process.env.CHROMIUM_PATH ?? CANDIDATES.find((path) => existsSync(path));
  if (!executablePath) throw new Error('The browser tests need Chromium: install it, or set CHROMIUM_PATH.');
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  return chromium.launch({ executablePath, args: [...QUIET, ...sandbox] });
}

/** Keeps a picture under tests/screenshots (not in git), to be looked at. */
export async function screenshot(page: Page, name: string): Promise<void> {
  mkdirSync(SCREENSHOTS, { recursive: true });
  await page.screenshot({ path: join(SCREENSHOTS, `${name}.png`) });
}

/** One phone of the simulator's page, used as its owner would. */
export class PagePhone {
  readonly #phone: Locator;

  constructor(
    readonly page: Page,
    userId: number,
  ) {
    this.#phone = page.getByTestId(`phone-${userId}`);
  }

  /** Presses the big START of an empty chat. */
  async start(): Promise<void> {
    await this.#phone.getByTestId('start').click();
  }

  async write(text: string): Promise<void> {
    await this.#phone.getByTestId('composer').fill(text);
    await this.#phone.getByTestId('send').click();
  }

  /** The newest message that contains the text, once it is there. */
  async sees(text: string | RegExp): Promise<Locator> {
    const bubble = this.#phone.getByTestId('bubble').filter({ hasText: text }).last();
    await bubble.waitFor();
    return bubble;
  }

  async pressInline(label: string | RegExp): Promise<void> {
    await this.#phone.getByTestId('inline-button').filter({ hasText: label }).last().click();
  }

  /** Presses the share-contact key and confirms, as Telegram asks. */
  async shareContact(): Promise<void> {
    await this.#phone.getByTestId('reply-button').first().click();
    await this.#phone.getByTestId('sheet-yes').click();
  }

  async sendSamplePhoto(): Promise<void> {
    await this.#phone.getByTestId('attach').click();
    await this.#phone.getByTestId('attach-sample').click();
  }

  /** How many photos from the other side are shown, whole. */
  photosReceived(): Promise<number> {
    return this.#phone.locator('[data-testid=bubble][data-direction=out] .photo img').count();
  }
}
