/**
 * A device that worked at one address of the box and goes on at another: browsers keep what they store apart by address. It moves only
 * when nothing that was tapped is left here, and takes its place in the house along by a code that is good for it alone.
 */
import { openDatabase } from "../../client/database.ts";
import { type Moving, movedTo, type ScreenKind, screenAt } from "./links.ts";

type Credential = { deviceId: string; deviceToken: string; name: string };
const isCredential = (value: unknown): value is Credential =>
  typeof value === "object" && value !== null && "deviceToken" in value && "name" in value;

const credentialOf = (page: ScreenKind): Credential | null => {
  try {
    const found: unknown = JSON.parse(localStorage.getItem(`tillbox.device.${page}`) ?? "null");
    return isCredential(found) ? found : null;
  } catch {
    return null;
  }
};

/** How many taps of that screen lie here, unsent or refused. A device that never worked here has none. */
export const leftHere = async (page: ScreenKind): Promise<number> => {
  if (credentialOf(page) === null) return 0;
  const disk = openDatabase(page, { onOutdated: () => undefined });
  return disk.read(async (db) => {
    const count = await db.count("outbox");
    db.close();
    return count;
  });
};

const askForCode = async ({ deviceId, deviceToken }: Credential): Promise<string | null> => {
  const response = await fetch("/sync/handover", {
    method: "POST",
    headers: { "x-device-id": deviceId, "x-device-token": deviceToken },
    signal: AbortSignal.timeout(5_000),
  });
  // A device that the box does not know any more pairs anew over there.
  if (response.status === 401 || response.status === 403) return null;
  if (!response.ok) throw new Error(`the box answered ${response.status}`);
  return ((await response.json()) as { code: string }).code;
};

/** Where to go on with that screen. `code`: a pairing code that was scanned. Rejects when the box does not answer. */
export const wayOn = async (origin: string, page: ScreenKind, code: string | null): Promise<string> => {
  const known = credentialOf(page);
  const own = known && (await askForCode(known));
  const moving: Moving | null = known && { id: known.deviceId, name: known.name };
  return own && moving ? movedTo(origin, page, own, moving) : screenAt(origin, page, code);
};
