/** People and devices put together: who may sign in, who a request or a socket stands for. */

import { Refusal } from "@tillbox/shared/refusal.ts";
import { decodeJwt } from "jose";
import type { Config } from "./config.ts";
import { approvalRoutes } from "./features/approval/routes.ts";
import { type DeviceOptions, type Devices, openDevices } from "./features/device/commands.ts";
import { deviceRoutes } from "./features/device/routes.ts";
import { openSessions, type Sessions } from "./features/session/commands.ts";
import { sessionRoutes, signedIn } from "./features/session/routes.ts";
import { type PlainSecrets, pinLookup, prepareSecrets, type SecretRows } from "./features/staff/commands.ts";
import { staffRoutes } from "./features/staff/routes.ts";
import { openSetup, type Setup } from "./features/staff/setup/commands.ts";
import { type Auth, createAuth } from "./http/auth.ts";
import { createBackOff } from "./http/back-off.ts";
import type { Metrics } from "./http/metrics.ts";
import type { Route } from "./http/route.ts";
import { createSecretHasher, type HashCost, standardCost } from "./http/secret-hash.ts";
import type { Kernel } from "./kernel/kernel.ts";
import type { Authenticate, RegisterRequest, Registration } from "./live/types.ts";
import type { Secrets } from "./secrets.ts";

export type People = {
  auth: Auth;
  devices: Devices;
  sessions: Sessions;
  setup: Setup;
  routes: Route[];
  hashSecrets(plain: PlainSecrets): Promise<SecretRows>;
  /** Proves a device, and the person on it, for the live hub. */
  authenticate: Authenticate;
};

const bytes = (secret: string): Uint8Array => new TextEncoder().encode(secret);

export const openPeople = (
  kernel: Kernel,
  config: Config,
  secrets: Secrets,
  metrics: Metrics,
  cost: HashCost = standardCost,
): People => {
  const { demo } = config;
  const pinKey = bytes(secrets.keep("pin"));
  const backOff = createBackOff(kernel, config.maxLoginAttempts);
  const hasher = createSecretHasher(cost);
  const deviceOptions: DeviceOptions = {
    backOff,
    key: bytes(secrets.keep("device")),
    demo,
    kiosk: config.kiosk,
  };
  const devices = openDevices(kernel, deviceOptions);
  const sessions = openSessions(kernel, {
    hasher,
    backOff,
    demo,
    tokenKey: bytes(secrets.keep("refresh")),
    pinLookup: (pin) => pinLookup(pinKey, pin),
    timeout_minutes: config.sessionTimeout_min,
  });
  const auth = createAuth({
    secret: bytes(config.jwtSecret ?? secrets.keep("jwt")),
    issuer: kernel.storeId,
    now: kernel.clock.now,
    identities: {
      person: sessions.person,
      grantee: sessions.grantee,
      device: (id, token) => {
        const device = devices.authenticate(id, token);
        return device && devices.actor(device);
      },
    },
  });
  const hashSecrets = (plain: PlainSecrets): Promise<SecretRows> =>
    prepareSecrets(plain, { hasher, pinKey, demo });
  const setup = openSetup(kernel, { backOff, hashSecrets, demo });
  const begin = async (userId: string, address: string) =>
    signedIn(auth, await sessions.begin(userId, { deviceId: null, address }), kernel);
  const routes = [
    ...sessionRoutes(sessions, auth),
    ...staffRoutes({ hashSecrets, setup, backOff, begin }),
    ...deviceRoutes({ devices, counted: metrics.syncOperation }),
    ...approvalRoutes(sessions.provePin),
  ];
  return {
    auth,
    devices,
    sessions,
    setup,
    routes,
    hashSecrets,
    authenticate: createAuthenticate({ auth, devices, sessions, demo }),
  };
};

const unknownDevice = (): Refusal =>
  new Refusal("unauthorized", "This device is not paired, or it was revoked. Pair it with a manager's code.");

type Doors = Pick<People, "auth" | "devices" | "sessions"> & { demo: boolean };

const createAuthenticate =
  ({ auth, devices, sessions, demo }: Doors): Authenticate =>
  async (request) => {
    const known = request.token === undefined ? null : devices.authenticate(request.deviceId, request.token);
    const mayPair = request.pairingCode !== undefined || (demo && request.token === undefined);
    if (!known && !mayPair) return unknownDevice();
    const deviceToken = known ? undefined : await pair(devices, request);
    const device = known ?? devices.authenticate(request.deviceId, deviceToken ?? "");
    if (!device) return unknownDevice();
    return {
      device: { id: device.id, type: device.type, name: device.name, capabilities: claimed(device, request) },
      actor: devices.actor(device),
      permissions: new Set(),
      isCurrent: devices.watch(device),
      ...(deviceToken === undefined ? {} : { deviceToken }),
      ...(request.accessToken === undefined
        ? {}
        : await personOn({ auth, sessions }, device.id, request.accessToken)),
    };
  };

/** What was settled when it was paired, or by a manager since, holds; what nobody settled is as the device says. */
const claimed = (
  { capabilities }: Pick<Registration["device"], "capabilities">,
  request: RegisterRequest,
): Registration["device"]["capabilities"] => ({ ...request.capabilities, ...capabilities });

/** The person of an access token, if they signed in on this device or by password. */
const personOn = async (
  { auth, sessions }: Pick<Doors, "auth" | "sessions">,
  deviceId: string,
  accessToken: string,
): Promise<Pick<Registration, "actor" | "permissions" | "personUntil" | "isSignedIn">> => {
  const { actor, sessionId } = await auth.person(accessToken);
  if (actor.deviceId !== null && actor.deviceId !== deviceId)
    throw new Refusal("forbidden", "This person signed in on another device. Sign in here.");
  const until = decodeJwt(accessToken).exp;
  return {
    actor,
    permissions: actor.permissions,
    isSignedIn: () => sessions.person(sessionId) !== null,
    ...(until === undefined ? {} : { personUntil: until * 1000 }),
  };
};

/** A new device over the socket: by a code, or in a demo store by saying who it is. */
const pair = async (devices: Devices, request: RegisterRequest): Promise<string> => {
  const { deviceId, deviceType, name, capabilities, pairingCode, address } = request;
  const { deviceToken } = await devices.register({
    deviceId,
    deviceType,
    name,
    capabilities,
    pairingCode: pairingCode ?? null,
    address,
  });
  return deviceToken;
};
