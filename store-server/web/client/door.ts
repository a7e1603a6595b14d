/** Pairing a device and signing a person in: the calls that store no answer and have no key. */
import type { RegisteredDevice } from "@tillbox/shared/contract/device.ts";
import type { SignedIn } from "@tillbox/shared/contract/staff.ts";
import { newId } from "@tillbox/shared/id.ts";
import type { z } from "zod";
import type { Api } from "./api.ts";
import type { RegisterData } from "./live.ts";
import { type ApiProblem, asProblem, isTransient } from "./problem.ts";
import type { Session } from "./session.ts";

export type Result = { ok: true } | { ok: false; problem: ApiProblem };
export type Door = {
  pair(code: string, name: string): Promise<Result>;
  signIn(pin: string): Promise<Result>;
  signOut(refreshToken: string | null): Promise<void>;
  /** After a reload: the tab's refresh token signs the same person in again. */
  resume(): Promise<void>;
};
export type DoorOptions = {
  api: Api;
  session: Session;
  device: Pick<RegisterData, "deviceType" | "capabilities">;
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

export const openDoor = ({ device, session, api }: DoorOptions): Door => ({
  pair: (code, name) =>
    result(async () => {
      const body = {
        deviceId: newId(),
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
  signIn: (pin) =>
    result(async () => {
      const path = "/api/auth/login";
      session.signedIn(await api.ask<SignedIn>({ method: "POST", path, body: { pin }, withoutPerson: true }));
    }),
  signOut: async (refreshToken) => {
    try {
      await api.ask({ method: "POST", path: "/api/auth/logout", body: refreshToken ? { refreshToken } : {} });
    } catch {
      // The session ends by itself; the screen is locked already.
    }
  },
  resume: async () => {
    const refreshToken = session.refreshToken();
    if (refreshToken === null) return;
    // A box that lets this wait is as good as away; its answer counts when it comes.
    const patience = setTimeout(() => session.resumed(), patience_ms);
    try {
      const path = "/api/auth/refresh";
      const body = { refreshToken };
      session.signedIn(await api.ask<SignedIn>({ method: "POST", path, body, withoutPerson: true }));
    } catch (error) {
      const problem = asProblem(error);
      if (problem.details.status === 401) session.signedOut();
      else if (isTransient(problem)) session.resumed();
    }
    clearTimeout(patience);
  },
});
