/** The box's end of the proof: discovery alone, in its own process and network. Prints its state whenever it changes; ends at SIGTERM. */
import { startDiscovery } from "../../store-server/discovery/discovery.ts";

const quiet = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};
const [storeName = "Proof", port = "3000"] = process.argv.slice(2);

const discovery = startDiscovery({
  config: { host: "0.0.0.0", port: Number(port) },
  identity: () => ({ storeId: "0190aaaa-bbbb-7ccc-8ddd-eeeeffff0001", storeName }),
  log: quiet,
});
let last = "";
const watching = setInterval(() => {
  const state = JSON.stringify(discovery.state());
  if (state !== last) console.log(state);
  last = state;
}, 100);
process.on("SIGTERM", () => {
  clearInterval(watching);
  void discovery.stop();
});
