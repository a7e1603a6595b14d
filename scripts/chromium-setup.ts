/** The browser is unpacked once, before several workers want it. */
import { chromiumPath } from "./chromium.ts";

export const setup = async (): Promise<void> => {
  await chromiumPath();
};
