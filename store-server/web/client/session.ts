/**
 * Who this device is and who works on it. The device's credential stays in the browser for good; a person's access token lives in
 * memory only and their refresh token in the tab, so that a reload keeps them signed in and a closed tab does not. Every kind of page
 * (`pos`, `kitchen`) keeps a credential of its own, so that one computer can stand in for several devices.
 */
import { type ReadonlySignal, signal } from "@preact/signals";
import type { RegisteredDevice } from "@tillbox/shared/contract/device.ts";
import type { SignedIn } from "@tillbox/shared/contract/staff.ts";
import type { Permission } from "@tillbox/shared/permissions.ts";
import type { z } from "zod";

export type DeviceCredential = z.infer<typeof RegisteredDevice> & { name: string };
export type Person = SignedIn["user"];
export type KeyValue = Pick<Storage, "getItem" | "setItem" | "removeItem">;
/** `refreshToken` is null for whoever signed in without the box. */
type Kept = { refreshToken: string | null; user: Person | null };

export type Session = {
  /** Null until the device is paired. */
  readonly device: ReadonlySignal<DeviceCredential | null>;
  /** Null while nobody is signed in, and while the screen is locked. */
  readonly person: ReadonlySignal<Person | null>;
  /** Changes with every new access token. */
  readonly accessToken: ReadonlySignal<string | null>;
  refreshToken(): string | null;
  /** Whose tokens these are, also behind a locked screen that still sends what is unsent. */
  actorId(): string | null;
  may(permission: Permission): boolean;
  paired(credential: DeviceCredential): void;
  /** The box does not know the device of that token any more. Another tab may have got a newer one: then that counts here too. */
  unpaired(refused: string | undefined): void;
  signedIn(answer: SignedIn): void;
  refreshed(answer: SignedIn): void;
  /** What the box last said of whoever signed in or was refreshed: it brings their word for sending. */
  readonly answered: ReadonlySignal<SignedIn | null>;
  /** Without the box, by what this device keeps of them. */
  signedInAway(user: Person): void;
  /** After a reload without the box: whoever was signed in on this tab goes on, and is asked for again when it is back. */
  resumed(): boolean;
  /** Takes the person off the screen; the tokens stay until `signedOut`. */
  locked(): void;
  signedOut(): void;
};

/** Storage may be denied or hold something else under the name; then it counts as empty. */
const readJson = <T>(storage: KeyValue, key: string): T | null => {
  try {
    const text = storage.getItem(key);
    return text === null ? null : (JSON.parse(text) as T);
  } catch {
    return null;
  }
};
const writeJson = (storage: KeyValue, key: string, value: unknown): void => {
  try {
    if (value === null) storage.removeItem(key);
    else storage.setItem(key, JSON.stringify(value));
  } catch {
    // A browser that keeps nothing asks for the pairing code and the PIN again after a reload.
  }
};

/** Another tab may have paired the device anew while this one slept. */
const withoutRefused = (local: KeyValue, key: string, refused: string | undefined) => {
  const kept = readJson<DeviceCredential>(local, key);
  if (kept !== null && kept.deviceToken !== refused) return kept;
  writeJson(local, key, null);
  return null;
};

export const openSession = (kind: string, local: KeyValue, tab: KeyValue): Session => {
  const deviceKey = `tillbox.device.${kind}`;
  const tokenKey = `tillbox.session.${kind}`;
  const device = signal(readJson<DeviceCredential>(local, deviceKey));
  const person = signal<Person | null>(null);
  const accessToken = signal<string | null>(null);
  const answered = signal<SignedIn | null>(null);
  const found = readJson<Kept | string>(tab, tokenKey);
  // Earlier versions of this page kept the token alone.
  const kept = typeof found === "string" ? { refreshToken: found, user: null } : found;
  let refresh = kept?.refreshToken ?? null;
  let actor: string | null = null;
  const keep = (answer: SignedIn, isShown: boolean): void => {
    const { accessToken: access, refreshToken, user } = answer;
    answered.value = answer;
    refresh = refreshToken;
    actor = user.id;
    writeJson(tab, tokenKey, isShown ? ({ refreshToken, user } satisfies Kept) : null);
    accessToken.value = access;
  };
  return {
    device,
    person,
    accessToken,
    answered,
    signedInAway: (user) => {
      refresh = null;
      actor = user.id;
      accessToken.value = null;
      writeJson(tab, tokenKey, { refreshToken: null, user } satisfies Kept);
      person.value = user;
    },
    refreshToken: () => refresh,
    actorId: () => actor,
    may: (permission) => person.value?.permissions.includes(permission) === true,
    paired: (credential) => {
      writeJson(local, deviceKey, credential);
      device.value = credential;
    },
    unpaired: (refused) => {
      if (device.peek()?.deviceToken === refused) device.value = withoutRefused(local, deviceKey, refused);
    },
    signedIn: (answer) => {
      keep(answer, true);
      person.value = answer.user;
    },
    resumed: () => {
      if (!kept?.user || person.value !== null) return false;
      actor = kept.user.id;
      person.value = kept.user;
      return true;
    },
    refreshed: (answer) => {
      keep(answer, person.value !== null);
      // A locked screen stays locked.
      if (person.value) person.value = answer.user;
    },
    locked: () => {
      writeJson(tab, tokenKey, null);
      person.value = null;
    },
    signedOut: () => {
      refresh = null;
      actor = null;
      writeJson(tab, tokenKey, null);
      person.value = null;
      accessToken.value = null;
    },
  };
};
