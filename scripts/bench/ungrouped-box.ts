/** The box with a batch of one: each command is a commit of its own. The control that shows what grouping is worth. */
import { readConfig } from "@tillbox/store-server/config.ts";
import { openStore } from "@tillbox/store-server/store.ts";

const store = await openStore(readConfig(process.env), { limits: { maxBatch: 1 } });
const setupCode = store.people.setup.code();
if (setupCode !== null) process.stdout.write(`with the code ${setupCode}\n`);
process.stdout.write(`ready ${store.url}\n`);
process.on("SIGTERM", () => {
  store.close().then(
    () => process.exit(0),
    () => process.exit(1),
  );
});
