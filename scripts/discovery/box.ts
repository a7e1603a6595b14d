/** A whole box on a network of its own: what avahi reads of its certificates is what a tablet finds at its port. */
import type { ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { makeAuthority } from "../../store-server/tls/certificate.ts";
import { authorityValidity } from "../../store-server/tls/validity.ts";
import { expectFound, expectThat, resolved, some } from "./expect.ts";
import { ended, type Network, openAvahi, openLoopback, outputOf, setAddress, spawnIn } from "./networks.ts";

const main = fileURLToPath(new URL("../../store-server/main.ts", import.meta.url));
const caller = fileURLToPath(new URL("./caller.ts", import.meta.url));

type Found = {
  told: { name: string; httpsPort: number; authority: { fingerprint: string } };
  authority: string;
  /** The fingerprint of what was shown, or why it was refused. */
  byAddress: string;
  byName: string;
};

const startBox = (network: Network, folder: string, host: string): ChildProcess =>
  spawnIn(
    network,
    "env",
    "DEMO=1",
    `HOST=${host}`,
    "PORT=3000",
    "HTTPS_PORT=3443",
    `DATA_DIR=${folder}`,
    "LOG_LEVEL=error",
    process.execPath,
    main,
    "serve",
  );

const call = async (from: Network, address: string, pinned = ""): Promise<Found> =>
  JSON.parse(await outputOf(spawnIn(from, process.execPath, caller, address, pinned))) as Found;

/** The value of a key of the TXT record at this address. */
const textOf = (found: string, address: string, key: string): string =>
  new RegExp(`"${key}=([^"]*)"`).exec(
    resolved(found).find((line) => line.includes(`;${address};`)) ?? "",
  )?.[1] ?? "";

const agrees = (found: string, address: string, { told, byAddress, byName }: Found): boolean =>
  byAddress === byName &&
  textOf(found, address, "fp") === byAddress.slice(0, 16) &&
  textOf(found, address, "ca") === told.authority.fingerprint.slice(0, 16) &&
  textOf(found, address, "tls") === "3443";

export const proveBox = async (
  networks: { box: Network; tablet: Network },
  browse: () => Promise<string>,
): Promise<void> => {
  const folder = mkdtempSync(join(tmpdir(), "tillbox-discovery-"));
  setAddress(networks.box, "10.77.0.1");
  const box = startBox(networks.box, folder, "0.0.0.0");
  box.stdout?.resume();
  try {
    let last = "";
    const looking = async (): Promise<string> => {
      last = await browse();
      return last;
    };
    await expectFound("avahi finds a whole box with its TLS port", looking, (found) =>
      some(found, ";10.77.0.1;3000;", '"tls=3443"', '"fp=', '"ca='),
    );
    const first = await call(networks.tablet, "10.77.0.1");
    expectThat(
      "the fingerprints that avahi read are those of the box's port, by address and by name",
      agrees(last, "10.77.0.1", first),
      first,
    );
    const pinned = join(folder, "pinned.crt");
    writeFileSync(pinned, first.authority);
    setAddress(networks.box, "10.77.0.9");
    await expectFound(
      "at its new address avahi reads another certificate of the same authority",
      looking,
      (found) =>
        some(found, ";10.77.0.9;3000;") &&
        textOf(found, "10.77.0.9", "ca") === first.told.authority.fingerprint.slice(0, 16) &&
        textOf(found, "10.77.0.9", "fp") !== first.byAddress.slice(0, 16),
    );
    const second = await call(networks.tablet, "10.77.0.9", pinned);
    expectThat(
      "a tablet that pinned the authority before is let in at the new address",
      agrees(last, "10.77.0.9", second) && second.byAddress !== first.byAddress,
      second,
    );
    writeFileSync(pinned, makeAuthority("Tillbox stranger", authorityValidity).cert);
    const refused = await call(networks.tablet, "10.77.0.9", pinned);
    expectThat(
      "a tablet that pinned another authority refuses the box",
      refused.byAddress.startsWith("refused: ") && refused.byName.startsWith("refused: "),
      refused,
    );
  } finally {
    await ended(box);
    rmSync(folder, { recursive: true, force: true });
  }
};

/** A demo as `npm start` makes it, found by the programs of its own machine. */
export const proveLoopback = async (): Promise<void> => {
  const network = openLoopback();
  const avahi = openAvahi(network, "lo");
  const folder = mkdtempSync(join(tmpdir(), "tillbox-discovery-"));
  const box = startBox(network, folder, "127.0.0.1");
  box.stdout?.resume();
  try {
    await expectFound("on its own machine avahi finds the box by loopback", avahi.browse, (found) =>
      some(found, ";127.0.0.1;3000;", '"tls=3443"', '"ws=/sync"'),
    );
  } finally {
    await ended(box);
    await avahi.close();
    network.close();
    rmSync(folder, { recursive: true, force: true });
  }
};
