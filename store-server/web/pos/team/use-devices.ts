/** The store's devices, followed live, and who used one of them. */
import type { Device } from "@tillbox/shared/contract/device.ts";
import type { Session, User } from "@tillbox/shared/contract/staff.ts";
import { useEffect, useState } from "preact/hooks";
import type { z } from "zod";
import type { ApiProblem } from "../../client/problem.ts";
import { useRead } from "../customers/use-read.ts";
import { usePos } from "../pos.ts";
import { whenWords } from "./device-words.ts";

type Known = ReadonlyMap<string, Device>;
export type Devices = { items: readonly Device[] | null; problem: ApiProblem | null; again(): void };

/** What was told since the list was asked for stands above it; comings and goings have no version. */
export const useDevices = (): Devices => {
  const { client } = usePos();
  const isConnected = client.live.state.value === "connected";
  const { value, problem, again } = useRead<{ items: Device[] }>("/api/devices?limit=500", isConnected);
  const [news, setNews] = useState<Known>(new Map());
  useEffect(() => setNews(new Map()), [isConnected]);
  useEffect(
    () =>
      client.on("device:update", (data) => {
        const device = data as Device;
        setNews((before) => new Map(before).set(device.id, device));
      }),
    [client],
  );
  const items = value && [
    ...new Map([...value.items.map((device) => [device.id, device] as const), ...news]).values(),
  ];
  return { items, problem, again };
};

/** Writes a time as one says it now, by the box's clock. */
export const useWhen = (): ((at: string) => string) => {
  const { client, figures } = usePos();
  return (at) => whenWords(at, client.clock.now.value, figures.value);
};

/** Who signed in on a device lately, signed out or not; null until it is known, or where nobody may know. */
export const useUsersOf = (deviceId: string): readonly string[] | null => {
  const { client } = usePos();
  const maySee = client.session.may("staff.manage");
  const path = `/api/sessions?limit=500&ended=true&deviceId=${encodeURIComponent(deviceId)}`;
  const sessions = useRead<{ items: z.infer<typeof Session>[] }>(maySee ? path : null).value;
  const people = useRead<{ items: User[] }>(maySee ? "/api/users?limit=500" : null).value;
  if (sessions === null || people === null) return null;
  const ids = new Set(sessions.items.map(({ userId }) => userId));
  return people.items.filter(({ id, active }) => active && ids.has(id)).map(({ name }) => name);
};
