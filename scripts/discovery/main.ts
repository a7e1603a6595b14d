/**
 * The proof that a box is found by others: a real avahi, in a network of its own on the other end of a wire, looks for Tillbox. It must
 * find name, address, port and TXT record; follow a change of address; see the box yield to a rival's name; and forget it when it
 * says goodbye. Then a whole box: the fingerprints that avahi reads are those of its certificates, also after the address changed. At last one
 * that listens to its own machine only, found there by loopback. Needs root, iproute2, dbus and avahi (Debian: avahi-daemon avahi-utils dbus).
 */
import { type ChildProcess, spawnSync } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { proveBox, proveLoopback } from "./box.ts";
import { expectFound, failures, resolved, say, some } from "./expect.ts";
import { ended, openAvahi, openNetworks, setAddress, spawnIn } from "./networks.ts";

const announcer = fileURLToPath(new URL("./announcer.ts", import.meta.url));

type State = { state: string; name: string; addresses: string[]; reason?: string };
const statesOf = (child: ChildProcess): { last(): State | undefined } => {
  let last: State | undefined;
  if (child.stdout)
    createInterface({ input: child.stdout }).on("line", (line) => {
      last = JSON.parse(line) as State;
    });
  return { last: () => last };
};

const prove = async (): Promise<void> => {
  const networks = openNetworks();
  const avahi = openAvahi(networks.tablet);
  const box = spawnIn(networks.box, process.execPath, announcer, "Proof", "3000");
  const states = statesOf(box);
  let rival: ChildProcess | null = null;
  try {
    const text = [
      '"v=1"',
      '"id=0190aaaa-bbbb-7ccc-8ddd-eeeeffff0001"',
      '"name=Proof"',
      '"api=/api/v1"',
      '"ws=/sync"',
    ];
    await expectFound("avahi finds the box: name, host, address, port, TXT", avahi.browse, (found) =>
      some(found, ";Proof;", ";tillbox-eeeeffff0001.local;10.77.0.1;3000;", ...text),
    );
    setAddress(networks.box, "10.77.0.9");
    await expectFound("avahi finds it at its new address", avahi.browse, (found) =>
      some(found, ";Proof;", ";10.77.0.9;3000;"),
    );
    await expectFound(
      "the box knows that it is found there",
      async () => JSON.stringify(states.last() ?? {}),
      (state) => state.includes('"published"') && state.includes("10.77.0.9"),
    );
    await ended(box);
    await expectFound(
      "avahi forgets the box when it has said goodbye",
      avahi.browse,
      (found) => resolved(found).length === 0,
    );
    rival = avahi.publish("Proof");
    await expectFound("a rival has the name", avahi.browse, (found) => some(found, ";Proof;", ";3999;"));
    const second = spawnIn(networks.box, process.execPath, announcer, "Proof", "3000");
    await expectFound(
      "the box yields and is found under another name",
      avahi.browse,
      (found) => some(found, ";3000;", "0001") && some(found, ";Proof;", ";3999;"),
    );
    await ended(second);
    await ended(rival);
    rival = null;
    await proveBox(networks, avahi.browse);
  } finally {
    if (rival) await ended(rival);
    await ended(box);
    await avahi.close();
    networks.close();
  }
};

const needed = ["ip", "dbus-daemon", "avahi-daemon", "avahi-browse", "avahi-publish"];
const missing = needed.filter((command) => spawnSync(command, ["--version"]).error !== undefined);
const obstacle = (): string | null => {
  if (process.getuid?.() !== 0) return "This proof makes network namespaces: run it as root.";
  if (missing.length === 0) return null;
  return `Missing: ${missing.join(", ")}. On Debian: apt-get install iproute2 dbus avahi-daemon avahi-utils.`;
};

const why = obstacle();
if (why !== null) {
  say(why);
  process.exitCode = 1;
} else {
  const started = performance.now();
  await prove();
  await proveLoopback();
  say(
    failures() === 0
      ? `Found by avahi, ${((performance.now() - started) / 1000).toFixed(0)} s.`
      : `${failures()} of the proofs failed.`,
  );
  process.exitCode = failures() === 0 ? 0 : 1;
}
