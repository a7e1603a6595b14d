import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "vite";
import { afterEach, beforeEach, expect, test } from "vitest";
import { leanPages } from "./lean-pages.ts";

let folder: string;
// Inside the tree, so that the packages are found.
beforeEach(() => {
  folder = mkdtempSync(join(import.meta.dirname, ".lean-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const built = async (source: string): Promise<unknown> => {
  writeFileSync(join(folder, "page.ts"), source);
  return await build({
    root: folder,
    configFile: false,
    logLevel: "silent",
    plugins: [leanPages(folder)],
    build: { write: false, rolldownOptions: { input: join(folder, "page.ts") } },
  });
};

test("a page that takes a schema fails the build, and the file that takes it is named", async () => {
  const taking = built(
    'import { Username } from "@tillbox/shared/contract/staff.ts"; console.log(Username.parse("w"));',
  );
  await expect(taking).rejects.toThrow(/would carry the schema library.*page\.ts/);
});

test("a page that takes types and words is built", async () => {
  const source = [
    'import type { User } from "@tillbox/shared/contract/staff.ts";',
    'import { usernameForm } from "@tillbox/shared/contract/staff-words.ts";',
    "export const isFit = (user: User): boolean => usernameForm.test(user.username ?? '');",
    "console.log(isFit);",
  ].join("\n");
  await expect(built(source)).resolves.toBeDefined();
});
