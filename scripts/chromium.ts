/**
 * A real Chromium for tests: Debian's where it is installed, else the build that comes with the development dependencies, so that a
 * fresh machine needs nothing but npm.
 */
import { existsSync } from "node:fs";
import { type Browser, chromium } from "playwright-core";

const installed = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
const quiet = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

const bundled = async (): Promise<string> => {
  process.env.AWS_EXECUTION_ENV ??= "AWS_Lambda_nodejs22.x";
  const { default: build } = await import("@sparticuz/chromium");
  return build.executablePath();
};

/** Path of the browser's program. */
export const chromiumPath = async (): Promise<string> => {
  const forced = process.env.TILLBOX_CHROMIUM;
  if (forced === "bundled") return bundled();
  return installed.find((file) => existsSync(file)) ?? (await bundled());
};

/** `more`: further switches, for a test of what they are about. */
export const launchChromium = async (...more: string[]): Promise<Browser> =>
  chromium.launch({ executablePath: await chromiumPath(), args: [...quiet, ...more], headless: true });
