/** Pictures of a journey for people, only when `TILLBOX_SHOTS=1`: numbered files in a folder under the system's temporary one. */
import { mkdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright-core";

export type Shots = (page: Page, name: string) => Promise<void>;

/** `journey` names the folder: `<tmp>/tillbox-shots/<journey>/01-name.png`. */
export const openShots = (journey: string): Shots => {
  if (process.env["TILLBOX_SHOTS"] !== "1") return async () => undefined;
  const folder = join(tmpdir(), "tillbox-shots", journey);
  mkdirSync(folder, { recursive: true });
  let count = 0;
  return async (page, name) => {
    count += 1;
    await page.screenshot({ path: join(folder, `${String(count).padStart(2, "0")}-${name}.png`) });
  };
};
