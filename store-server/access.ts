/**
 * Who may in: people, devices, sessions and the request side of them, built from one kernel and one set of keys. `store.ts` and the
 * tests build it with this function.
 */
import { createHmac } from "node:crypto";
import { type DeviceOptions, type Devices, openDevices } from "./features/device/commands.ts";
import { deviceRoutes } from "./features/device/routes.ts";
import { devices as deviceEntity, flushPresence } from "./features/device/rows.ts";
import { openSessions, type Sessions } from "./features/session/commands.ts";
import { sessionRoutes, signedIn } from "./features/session/routes.ts";
import { type PlainSecrets, pinLookup, prepareSecrets, type SecretRows } from "./features/staff/commands.ts";
import { staffRoutes } from "./features/staff/routes.ts";
import { users } from "./features/staff/rows.ts";
import { openSetup, type Setup } from "./features/staff/setup/commands.ts";
import { type Auth, createAuth } from "./http/auth.ts";
import { createBackOff } from "./http/back-off.ts";
import type { Route } from "./http/route.ts";
import { createSecretHasher, type HashCost } from "./http/secret-hash.ts";
import type { Kernel } from "./kernel/kernel.ts";
import type { Feature } from "./kernel/types.ts";

/** For the table of features. */
export const accessFeatures: readonly Feature[] = [
  { name: "staff", entities: [users] },
  { name: "device", entities: [deviceEntity] },
];

export type AccessConfig = {
  /** At least 32 bytes: JWT_SECRET, or made at the first start and kept in DATA_DIR. A new one signs everybody out. */
  jwtSecret: Uint8Array;
  /** At least 32 bytes, made at the first start and kept in DATA_DIR. Without it no PIN and no device is known any more. */
  boxKey: Uint8Array;
  /** MAX_LOGIN_ATTEMPTS */
  maxLoginAttempts: number;
  /** SESSION_TIMEOUT */
  sessionTimeout_minutes: number;
  demo: boolean;
  /** ENABLE_KIOSK */
  kiosk: boolean;
  /** Tests may hash cheaply. */
  hashCost?: HashCost;
};

export type Access = {
  auth: Auth;
  sessions: Sessions;
  devices: Devices;
  setup: Setup;
  routes: readonly Route[];
  /** Hashes a password and a PIN for `registerUser`, as a demo store's data needs it. */
  hashSecrets(plain: PlainSecrets): Promise<SecretRows>;
  /** Writes what is only in memory: who was last seen. Before the kernel closes. */
  flush(): Promise<void>;
};

export type AccessHooks = {
  /** Counts an operation of a device that synchronises. */
  counted?(operation: "register" | "heartbeat"): void;
};

const derived = (key: Uint8Array, purpose: string): Uint8Array =>
  createHmac("sha256", key).update(`tillbox ${purpose}`).digest();

export const openAccess = (kernel: Kernel, config: AccessConfig, hooks: AccessHooks = {}): Access => {
  const { demo } = config;
  const backOff = createBackOff(kernel, config.maxLoginAttempts);
  const hasher = createSecretHasher(config.hashCost);
  const pinKey = derived(config.boxKey, "pin");
  const hashSecrets = (plain: PlainSecrets) => prepareSecrets(plain, { hasher, pinKey, demo });
  const sessions = openSessions(kernel, {
    hasher,
    backOff,
    tokenKey: derived(config.jwtSecret, "refresh"),
    pinLookup: (pin) => pinLookup(pinKey, pin),
    timeout_minutes: config.sessionTimeout_minutes,
    demo,
  });
  const deviceOptions: DeviceOptions = {
    backOff,
    key: derived(config.boxKey, "device"),
    demo,
    kiosk: config.kiosk,
  };
  const devices = openDevices(kernel, deviceOptions);
  const auth = createAuth({
    secret: derived(config.jwtSecret, "access"),
    issuer: kernel.storeId,
    now: kernel.clock.now,
    identities: {
      person: sessions.person,
      device: (id, token) => {
        const device = devices.authenticate(id, token);
        return device && devices.actor(device);
      },
    },
  });
  const setup = openSetup(kernel, { backOff, hashSecrets });
  const begin = async (userId: string, address: string) =>
    signedIn(auth, await sessions.begin(userId, { deviceId: null, address }), kernel.clock.now());
  const counted = hooks.counted ?? (() => undefined);
  const routes = [
    ...sessionRoutes(sessions, auth),
    ...staffRoutes({ hashSecrets, setup, begin }),
    ...deviceRoutes({ devices, counted }),
  ];
  return { auth, sessions, devices, setup, routes, hashSecrets, flush: () => flushPresence(kernel) };
};
