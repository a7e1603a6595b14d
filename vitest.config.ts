import { defineConfig } from "vitest/config";

const never = ["**/node_modules/**", "**/dist/**"];

/** `unit` needs no browser; `browser` drives Chromium. `npm test` runs both, `test:e2e` the long journeys; CI runs all. */
export default defineConfig({
  test: {
    testTimeout: 60_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
    // A page that draws while another test computes takes its time.
    expect: { poll: { timeout: 30_000 } },
    coverage: {
      provider: "v8",
      include: ["shared/**/*.ts", "store-server/**/*.ts", "cloud-hub/**/*.ts"],
      exclude: ["**/web/**", "**/ui/**", "**/*.test.ts"],
    },
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          include: ["**/*.test.ts"],
          exclude: [...never, "**/*.browser.test.ts", "**/*.journey.test.ts"],
        },
      },
      // Every wait in them ends by itself within seconds; all of them together take longer on a busy machine.
      ...(["browser", "journey"] as const).map((name) => ({
        extends: true as const,
        test: {
          name,
          include: [`**/*.${name}.test.ts`],
          exclude: never,
          testTimeout: 120_000,
          globalSetup: ["scripts/chromium-setup.ts"],
        },
      })),
    ],
  },
});
