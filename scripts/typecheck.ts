/** Types: the programs, the pure ground without Node or DOM, and the screens. */
import { runAll, tool } from "./steps.ts";

runAll(
  ["tsconfig.json", "tsconfig.pure.json", "tsconfig.web.json", "tsconfig.web-tests.json"].map((project) =>
    tool("tsc", "-p", project),
  ),
);
