/**
 * Pairing and proving devices. A manager's code is six digits, good for one device and ten minutes; that device may use it again
 * when the answer was lost, and gets the same token, which follows from the pairing by a key of the box. Only hashes are stored.
 */
import { createHash, createHmac, randomInt, timingSafeEqual } from "node:crypto";
import type { ProblemCode } from "@tillbox/shared/contract/common.ts";
import type { Role } from "@tillbox/shared/contract/staff.ts";
import { newId } from "@tillbox/shared/id.ts";
import { Refusal } from "@tillbox/shared/refusal.ts";
import type { AttemptKey, BackOff } from "../../http/back-off.ts";
import type { Kernel } from "../../kernel/kernel.ts";
import { oneAtATime } from "../../kernel/one-at-a-time.ts";
import type { Actor, Command, Context } from "../../kernel/types.ts";
import { builtInSet } from "../role/rows.ts";
import { endSessionsOfDevice } from "../session/rows.ts";
import { setting } from "../settings/rows.ts";
import {
  type DeviceCapabilities,
  type DeviceState,
  type DeviceType,
  decideChange,
  decideRegister,
  decideRevoke,
} from "./device.ts";
import {
  countPairings,
  devices,
  dropPairings,
  dropProofs,
  findPairing,
  findToken,
  markPairing,
  presenceOf,
  type TokenRow,
  writePairing,
  writeToken,
} from "./rows.ts";

export type DeviceOptions = {
  backOff: BackOff;
  /** Key of the box for codes and tokens; at least 32 bytes. */
  key: Uint8Array;
  /** In a demo the code 000000 always works, and over the socket none is needed. */
  demo: boolean;
  /** Whether kiosks may order (ENABLE_KIOSK). */
  kiosk: boolean;
};

export type Registration = {
  deviceId: string;
  deviceType: DeviceType;
  name?: string | undefined;
  capabilities: DeviceCapabilities;
  /** null: none was given. */
  pairingCode: string | null;
  /** Of the client, for the back-off. */
  address: string;
};
export type RegisteredDevice = {
  deviceId: string;
  deviceToken: string;
  storeId: string;
  storeName: string;
  epoch: number;
  syncVersion: number;
};

export type Devices = {
  /** Pairs a device. Rejects with `unauthorized` for a wrong code, `rate_limited` after too many. */
  register(registration: Registration): Promise<RegisteredDevice>;
  /** The device that a credential proves; null for a wrong or revoked one. Synchronous. */
  authenticate(id: string, token: string): DeviceState | null;
  /** What a device may do without a person. */
  actor(device: DeviceState): Actor;
  /** Asks, from now on, whether its credential is still the one that it has now, and it still may the same. */
  watch(device: DeviceState): () => boolean;
  createPairingCode(by: Actor): Promise<{ code: string; expiresAt: string }>;
  /** A short code by which that very device registers from another address, and stays the one that it is. */
  createHandover(deviceId: string): Promise<{ code: string; expiresAt: string }>;
};

const demoCode = "000000";
const codeLife_ms = 10 * 60_000;
const handoverLife_ms = 2 * 60_000;
const maxOpenCodes = 100;
const maxTries = 500;
/** A thousandth of all codes may be guessed by the whole house together before everybody waits. */
const houseFactor = 20;

const hashOf = (text: string): string => createHash("sha256").update(text).digest("base64url");
const keyed = (key: Uint8Array, text: string): string =>
  createHmac("sha256", key).update(text).digest("base64url");

type Proof = { codeHash: string | null; open: boolean };
type RegisterDevice = Registration & { proof: Proof; tokenRow(seed: string): TokenRow };

const wrongCode = (): Refusal =>
  new Refusal("unauthorized", "This pairing code is wrong or has run out. Ask a manager for a new one.");

/** The pairing that this code stands for, if this device may use it. */
const pairingFor = (input: RegisterDevice, { reads, at }: Context) => {
  const row = input.proof.codeHash === null ? undefined : findPairing(reads.db, input.proof.codeHash, at);
  return row && (row.device_id === null || row.device_id === input.deviceId) ? row : undefined;
};

export const registerDevice: Command<RegisterDevice> = {
  name: "device.register",
  permission: null,
  decide: (input, context) => {
    const { deviceId, deviceType: type, name, capabilities } = input;
    const pairing = pairingFor(input, context);
    if (!pairing && !input.proof.open) throw wrongCode();
    const state = context.reads.get(devices, deviceId);
    // Where no code is needed a known device keeps the token it has.
    const kept = state?.revoked === false ? findToken(context.reads.db, deviceId)?.seed : undefined;
    const seed = pairing?.id ?? kept ?? newId();
    // A code that is this device's already (a handover, an answer that was lost) brings it back as it is kept, whatever it says.
    const isKnown = pairing?.device_id === deviceId && state?.revoked === false;
    return {
      events: isKnown ? [] : decideRegister(state, deviceId, { type, name, capabilities }),
      answer: () => JSON.stringify({ seed }),
      alongside: (db) => {
        if (pairing) markPairing(db, pairing.id, deviceId);
        writeToken(db, deviceId, input.tokenRow(seed), context.at);
      },
    };
  },
};

type Change = { id: string; changes: { name?: string; capabilities?: DeviceCapabilities } };
const target = ({ id }: { id: string }) => ({ entity: "device", id });

export const changeDevice: Command<Change> = {
  name: "device.change",
  permission: "device.manage",
  target,
  decide: ({ id, changes }, { reads }) => ({
    events: decideChange(reads.get(devices, id), id, changes),
    answer: target({ id }),
  }),
};

export const revokeDevice: Command<{ id: string }> = {
  name: "device.revoke",
  permission: "device.manage",
  target,
  decide: ({ id }, { reads, at }) => ({
    events: decideRevoke(reads.get(devices, id), id),
    answer: () => "null",
    alongside: (db) => {
      dropProofs(db, id);
      endSessionsOfDevice(db, id, "device", at);
    },
  }),
};

/** A kiosk serves guests and a kitchen screen hangs on the wall: nobody signs in there. */
const rolesAlone: Partial<Record<DeviceType, Role>> = { kiosk: "kiosk", kitchen: "cook" };
const nothing: ReadonlySet<string> = new Set();

export const openDevices = (kernel: Kernel, options: DeviceOptions): Devices => {
  const { key } = options;
  const codeHash = (code: string): string => keyed(key, `pairing ${code}`);
  const tokenOf = (deviceId: string, seed: string): string => keyed(key, `device ${deviceId} ${seed}`);
  const actor = (device: DeviceState): Actor => {
    const role = device.type === "kiosk" && !options.kiosk ? undefined : rolesAlone[device.type];
    return {
      userId: null,
      name: device.name,
      role: role ?? "device",
      deviceId: device.id,
      permissions: role ? builtInSet(role) : nothing,
    };
  };
  return {
    actor,
    watch: ({ id, type, capabilities }) => {
      const hash = findToken(kernel.db, id)?.token_hash;
      const may = JSON.stringify([type, capabilities]);
      return () => {
        const now = kernel.get(devices, id);
        const isSame = now !== undefined && JSON.stringify([now.type, now.capabilities]) === may;
        return isSame && findToken(kernel.db, id)?.token_hash === hash;
      };
    },
    register: createRegister(kernel, options, codeHash, tokenOf),
    authenticate: (id, token) => {
      const row = findToken(kernel.db, id);
      const device = row && kernel.get(devices, id);
      if (!device || device.revoked) return null;
      return timingSafeEqual(Buffer.from(row.token_hash), Buffer.from(hashOf(token))) ? device : null;
    },
    createPairingCode: ({ userId }) => openCode(kernel, codeHash, { by: userId, life_ms: codeLife_ms }),
    createHandover: (deviceId) =>
      openCode(kernel, codeHash, { by: null, life_ms: handoverLife_ms, deviceId }),
  };
};

/** `deviceId`: good for that device and no other. */
type NewCode = { by: string | null; life_ms: number; deviceId?: string };

const openCode = async (
  kernel: Kernel,
  codeHash: (code: string) => string,
  { by, life_ms, deviceId }: NewCode,
): Promise<{ code: string; expiresAt: string }> => {
  const at = kernel.clock.now();
  const expiresAt = new Date(Date.parse(at) + life_ms).toISOString();
  return kernel.operate(() => {
    if (deviceId !== undefined) dropPairings(kernel.db, deviceId);
    if (countPairings(kernel.db, at) >= maxOpenCodes)
      throw new Refusal("unavailable", "Too many pairing codes are open. Use one, or wait ten minutes.", {
        retryAfter_s: 60,
      });
    const code = newCode((candidate) => !findPairing(kernel.db, codeHash(candidate), at));
    const id = newId();
    writePairing(kernel.db, { id, codeHash: codeHash(code), by, at, expiresAt });
    if (deviceId !== undefined) markPairing(kernel.db, id, deviceId);
    return { code, expiresAt };
  });
};

const newCode = (isFree: (code: string) => boolean): string => {
  for (;;) {
    const code = String(randomInt(1, 1_000_000)).padStart(6, "0");
    if (isFree(code)) return code;
  }
};

const createRegister = (
  kernel: Kernel,
  options: DeviceOptions,
  codeHash: (code: string) => string,
  tokenOf: (deviceId: string, seed: string) => string,
): Devices["register"] => {
  const { backOff, demo } = options;
  const inTurn = oneAtATime(maxTries);
  const register = async (registration: Registration): Promise<RegisteredDevice> => {
    const { deviceId, pairingCode, address } = registration;
    const keys: AttemptKey[] = [{ key: `pairing ${address}` }, { key: "pairing", factor: houseFactor }];
    backOff.check(keys);
    const proof: Proof = {
      codeHash: pairingCode === null ? null : codeHash(pairingCode),
      open: demo && (pairingCode === null || pairingCode === demoCode),
    };
    const tokenRow = (seed: string): TokenRow => ({ seed, token_hash: hashOf(tokenOf(deviceId, seed)) });
    const answer = await kernel.execute({
      command: registerDevice,
      input: { ...registration, proof, tokenRow },
      commandId: newId(),
      fingerprint: "",
      actor: { userId: null, name: "", role: "device", deviceId, permissions: nothing },
    });
    if (!answer.ok) {
      const { code, message, details } = answer.refusal;
      if (code === "unauthorized") await backOff.failed(keys);
      throw new Refusal(code as ProblemCode, message, details);
    }
    await backOff.succeeded(keys);
    presenceOf(kernel.db).seen(deviceId, kernel.clock.now());
    const { seed } = JSON.parse(answer.body ?? "{}") as { seed: string };
    return {
      deviceId,
      deviceToken: tokenOf(deviceId, seed),
      storeId: kernel.storeId,
      storeName: setting(kernel, "store.name"),
      epoch: kernel.epoch,
      syncVersion: kernel.headSeq(),
    };
  };
  return (registration) => inTurn(() => register(registration));
};
