/** Lint, format and the import table of the house. */
import { runAll, tool } from "./steps.ts";

runAll([
  tool("oxlint", "--type-aware", "--deny-warnings"),
  tool("biome", "check", "."),
  tool("depcruise", "--config", ".dependency-cruiser.cjs", "shared", "store-server", "cloud-hub"),
]);
