/** Pairing a device and signing a person in: the calls that store no answer and have no key. */
import type { RegisteredDevice } from "@tillbox/shared/contract/device.ts";
import type { SignedIn } from "@tillbox/shared/contract/staff.ts";
import { newId } from "@tillbox/shared/id.ts";
import type { z } from "zod";
import type { Api } from "./api.ts";
import type { RegisterData } from "./live.ts";
import { type ApiProblem, asProblem, isTransient } from "./problem.ts";
import type { Session } from "./session.ts";
import type { Vault } from "./vault.ts";

export type Result = { ok: true } | { ok: false; problem: ApiProblem };
export type Door = {
  /** `deviceId`: a device that comes over from another address stays the one that it is. */
  pair(code: string, name: string, deviceId?: string): Promise<Result>;
  signIn(pin: string): Promise<Result>;
  signOut(refreshToken: string | null): Promise<void>;
  /** Whoever signed in without the box is signed in with it; who cannot be is asked for the PIN again. */
  catchUp(): Promise<void>;
  /** After a reload: the tab's refresh token signs the same person in again. */
  resume(): Promise<void>;
};
export type DoorOptions = {
  api: Api;
  session: Session;
  device: Pick<RegisterData, "deviceType" | "capabilities">;
  vault: Vault;
  /** The box is known to be out of reach. */
  isAway(): boolean;
};

const patience_ms = 2_500;

const result = async (work: () => Promise<void>): Promise<Result> => {
  try {
    await work();
    return { ok: true };
  } catch (error) {
    return { ok: false, problem: asProblem(error) };
  }
};

const isUnreached = ({ code }: ApiProblem): boolean => code === "offline" || code === "timeout";

/** With the box, and without it by what this device keeps. */
const openSigning = ({ session, api, vault, isAway }: DoorOptions) => {
  /** Held in memory until the box has seen it. */
  let typed: string | null = null;
  const login = (pin: string): Promise<SignedIn> =>
    api.ask({ method: "POST", path: "/api/auth/login", body: { pin }, withoutPerson: true });
  const withBox = async (pin: string): Promise<void> => {
    const answer = await login(pin);
    typed = null;
    session.signedIn(answer);
    vault.remember(answer, pin).catch(() => undefined);
  };
  const away = async (pin: string): Promise<void> => {
    const user = await vault.prove(pin);
    // First: whoever sees that somebody is here asks the box for them at once.
    typed = pin;
    session.signedInAway(user);
  };
  /** The answer is for whoever typed it: not for somebody who came meanwhile, and it opens no screen that was locked. */
  const afterwards = async (pin: string): Promise<void> => {
    const who = session.actorId();
    const answer = await login(pin);
    if (typed !== pin || session.actorId() !== who) return leave(api, answer);
    typed = null;
    session.refreshed(answer);
    vault.remember(answer, pin).catch(() => undefined);
  };
  return {
    signIn: async (pin: string): Promise<void> => {
      if (isAway()) return away(pin);
      try {
        await withBox(pin);
      } catch (error) {
        if (!isUnreached(asProblem(error))) throw error;
        await away(pin);
      }
    },
    catchUp: async (): Promise<void> => {
      const who = session.actorId();
      try {
        if (session.refreshToken() !== null) await api.renew();
        else if (typed !== null) await afterwards(typed);
        else session.signedOut();
      } catch (error) {
        if (session.actorId() === who && !isTransient(asProblem(error))) session.signedOut();
      }
    },
  };
};

/** Ends a sign-in that nobody here goes on with. */
const leave = async (api: Api, { accessToken, refreshToken }: SignedIn): Promise<void> => {
  try {
    const path = "/api/auth/logout";
    await api.ask({ method: "POST", path, body: { refreshToken }, bearer: accessToken });
  } catch {
    // It ends by itself.
  }
};

export const openDoor = (options: DoorOptions): Door => {
  const { device, session, api } = options;
  const signing = openSigning(options);
  return {
    pair: (code, name, deviceId = newId()) =>
      result(async () => {
        const body = {
          deviceId,
          deviceType: device.deviceType,
          name,
          pairingCode: code,
          capabilities: device.capabilities,
        };
        const path = "/sync/register-device";
        const answer = await api.ask<z.infer<typeof RegisteredDevice>>({
          method: "POST",
          path,
          body,
          withoutPerson: true,
        });
        session.paired({ ...answer, name });
      }),
    signIn: (pin) => result(() => signing.signIn(pin)),
    catchUp: signing.catchUp,
    signOut: async (refreshToken) => {
      try {
        await api.ask({
          method: "POST",
          path: "/api/auth/logout",
          body: refreshToken ? { refreshToken } : {},
        });
      } catch {
        // The session ends by itself; the screen is locked already.
      }
    },
    resume: async () => {
      const refreshToken = session.refreshToken();
      let isShown = false;
      const goOn = (): void => {
        isShown = session.resumed();
      };
      if (refreshToken === null) return goOn();
      // A box that lets this wait is as good as away; its answer counts when it comes.
      const patience = setTimeout(goOn, patience_ms);
      try {
        const path = "/api/auth/refresh";
        const body = { refreshToken };
        const answer = await api.ask<SignedIn>({ method: "POST", path, body, withoutPerson: true });
        // Unless somebody else came meanwhile; and a screen that was locked stays locked.
        if (session.refreshToken() !== refreshToken) return;
        if (isShown) session.refreshed(answer);
        else session.signedIn(answer);
      } catch (error) {
        const problem = asProblem(error);
        if (session.refreshToken() !== refreshToken) return;
        if (problem.details.status === 401) session.signedOut();
        else if (isTransient(problem) && !isShown) goOn();
      } finally {
        clearTimeout(patience);
      }
    },
  };
};
