/** Two networks on this machine, joined by a wire: one for the box, one for a tablet with a real avahi. Needs root; takes all down again. */
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export type Network = { name: string; address: string };

const run = (command: string, ...args: string[]): string =>
  execFileSync(command, args, { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
const ip = (...args: string[]): string => run("ip", ...args);
const inside = (network: Network, ...args: string[]): string => ip("-n", network.name, ...args);

const tag = process.pid.toString(36);

/** The wire's two ends are called eth0, as on a real box. Throws where the machine does not allow it. */
export const openNetworks = () => {
  const box: Network = { name: `tillbox-${tag}-box`, address: "10.77.0.1" };
  const tablet: Network = { name: `tillbox-${tag}-tab`, address: "10.77.0.2" };
  const ends = { box: `tb${tag}a`.slice(0, 15), tablet: `tb${tag}b`.slice(0, 15) };
  const close = (): void => {
    for (const { name } of [box, tablet]) {
      const made = ip("netns", "list").includes(name);
      if (made) ip("netns", "delete", name);
    }
  };
  try {
    for (const { name } of [box, tablet]) ip("netns", "add", name);
    ip("link", "add", ends.box, "type", "veth", "peer", "name", ends.tablet);
    for (const [network, end] of [
      [box, ends.box],
      [tablet, ends.tablet],
    ] as const) {
      ip("link", "set", end, "netns", network.name, "name", "eth0");
      inside(network, "link", "set", "lo", "up");
      setAddress(network, network.address);
      inside(network, "link", "set", "eth0", "up");
      inside(network, "route", "replace", "224.0.0.0/4", "dev", "eth0");
    }
  } catch (error) {
    close();
    throw error;
  }
  return { box, tablet, close };
};

/** A network of one machine: nothing but itself. */
export const openLoopback = (): Network & { close(): void } => {
  const name = `tillbox-${tag}-own`;
  ip("netns", "add", name);
  const network = { name, address: "127.0.0.1" };
  inside(network, "link", "set", "lo", "up");
  inside(network, "route", "replace", "224.0.0.0/4", "dev", "lo");
  return { ...network, close: () => void ip("netns", "delete", name) };
};

/** In place of whatever it has. */
export const setAddress = (network: Network, address: string): void => {
  inside(network, "addr", "flush", "dev", "eth0");
  inside(network, "addr", "add", `${address}/24`, "brd", "+", "dev", "eth0");
  try {
    inside(network, "route", "replace", "224.0.0.0/4", "dev", "eth0");
  } catch {
    // The wire is not up yet.
  }
};

export const spawnIn = (network: Network, command: string, ...args: string[]): ChildProcess =>
  spawn("ip", ["netns", "exec", network.name, command, ...args], { stdio: ["ignore", "pipe", "inherit"] });

const busConfig = (
  folder: string,
): string => `<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>system</type>
  <listen>unix:path=${folder}/bus</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow user="*"/>
    <allow own="*"/>
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
  </policy>
</busconfig>
`;
const avahiConfig = (interfaceName: string): string => `[server]
host-name=tablet
use-ipv4=yes
use-ipv6=no
allow-interfaces=${interfaceName}
enable-dbus=yes
[wide-area]
enable-wide-area=no
[publish]
disable-publishing=no
`;

/** dbus and avahi of the tablet, with folders of their own; `browse` and `publish` talk to them. */
export const openAvahi = (network: Network, interfaceName = "eth0") => {
  const folder = mkdtempSync(join(tmpdir(), "tillbox-avahi-"));
  writeFileSync(join(folder, "bus.conf"), busConfig(folder));
  writeFileSync(join(folder, "avahi.conf"), avahiConfig(interfaceName));
  const environment = `export DBUS_SYSTEM_BUS_ADDRESS=unix:path=${folder}/bus`;
  const start = [
    environment,
    "mount -t tmpfs tmpfs /run",
    "mkdir -p /run/avahi-daemon",
    `dbus-daemon --config-file=${folder}/bus.conf --nofork --nopidfile &`,
    `for i in 1 2 3 4 5 6 7 8 9 10; do test -S ${folder}/bus && break; sleep 0.1; done`,
    `exec avahi-daemon -f ${folder}/avahi.conf --no-drop-root --no-chroot --no-rlimits`,
  ].join("\n");
  const daemon = spawn(
    "ip",
    [
      "netns",
      "exec",
      network.name,
      "unshare",
      "-m",
      "--kill-child",
      "--fork",
      "--pid",
      "--mount-proc",
      "sh",
      "-c",
      start,
    ],
    {
      stdio: ["ignore", "ignore", "pipe"],
    },
  );
  const shell = (command: string): ChildProcess =>
    spawnIn(network, "sh", "-c", `${environment}\n${command} 2>/dev/null`);
  return {
    daemon,
    /** What `avahi-browse` resolves, in its parsable form. */
    browse: (): Promise<string> => outputOf(shell("timeout 10 avahi-browse -rtp _tillbox._tcp")),
    /** Somebody else's service of this name, as long as the process runs. */
    publish: (name: string): ChildProcess => shell(`exec avahi-publish -s "${name}" _tillbox._tcp 3999`),
    close: async (): Promise<void> => {
      // unshare lets no SIGTERM through; with it goes everything that it started.
      await ended(daemon, "SIGKILL");
      rmSync(folder, { recursive: true, force: true });
    },
  };
};

export const ended = async (child: ChildProcess, signal: NodeJS.Signals = "SIGTERM"): Promise<void> => {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const over = new Promise((done) => child.once("exit", done));
  child.kill(signal);
  await over;
};

export const outputOf = (child: ChildProcess): Promise<string> =>
  new Promise((resolve) => {
    let text = "";
    child.stdout?.on("data", (data) => {
      text += String(data);
    });
    child.once("exit", () => resolve(text));
  });
