/** Builds the screens of box and hub with Vite. `--if-stale`: only when a source is newer than the last build. */
import { existsSync, readdirSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "vite";

// Tests build the screens too: what they try is what a shop gets.
process.env.NODE_ENV = "production";

const root = join(import.meta.dirname, "..");
const sites = [
  { name: "store-server", sources: ["store-server/web", "shared", "store-server/features"] },
  { name: "cloud-hub", sources: ["cloud-hub/web", "shared"] },
];

const newest = (folder: string): number =>
  readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.name !== "dist" && entry.name !== "node_modules")
    .map((entry) =>
      entry.isDirectory() ? newest(join(folder, entry.name)) : statSync(join(folder, entry.name)).mtimeMs,
    )
    .reduce((latest, time) => Math.max(latest, time), 0);

const isFresh = (name: string, sources: readonly string[]): boolean => {
  const stamp = join(root, name, "web", "dist", ".built");
  return (
    existsSync(stamp) &&
    statSync(stamp).mtimeMs >= Math.max(...sources.map((source) => newest(join(root, source))))
  );
};

const onlyStale = process.argv.includes("--if-stale");
for (const { name, sources } of sites) {
  const folder = join(root, name, "web");
  if (!existsSync(join(folder, "vite.config.ts")) || (onlyStale && isFresh(name, sources))) continue;
  const startedAt = new Date();
  await build({ root: folder, configFile: join(folder, "vite.config.ts"), logLevel: "warn" });
  const stamp = join(folder, "dist", ".built");
  writeFileSync(stamp, "");
  utimesSync(stamp, startedAt, startedAt);
}
