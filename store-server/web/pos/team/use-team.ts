/** What the team's page reads: people, roles, who is at work. */
import type { RoleView } from "@tillbox/shared/contract/role.ts";
import type { User } from "@tillbox/shared/contract/staff.ts";
import type { TimeEntry } from "@tillbox/shared/contract/time-entry.ts";
import { useEffect, useState } from "preact/hooks";
import { useRead } from "../customers/use-read.ts";
import { usePos } from "../pos.ts";

type List<T> = { items: T[] };

export const usePeople = () => useRead<List<User>>("/api/users?limit=500");
export const useRoles = () => useRead<List<RoleView>>("/api/roles");

/** Counts up with every working time that changes anywhere, and when the box is back. */
export const useTimeNews = (): number => {
  const { client } = usePos();
  const [count, setCount] = useState(0);
  useEffect(() => client.on("time:update", () => setCount((before) => before + 1)), [client]);
  return count + (client.live.state.value === "connected" ? 0.5 : 0);
};

/** Working times that nobody ended, by person. */
export const useAtWork = (): { byPerson: ReadonlyMap<string, TimeEntry>; again(): void } => {
  const news = useTimeNews();
  const { client } = usePos();
  const path = client.session.may("staff.read") ? "/api/time-entries?open=true&limit=500" : null;
  const { value, again } = useRead<List<TimeEntry>>(path, news);
  return { byPerson: new Map((value?.items ?? []).map((entry) => [entry.userId, entry])), again };
};

/** What somebody is called, of those too who left; without the permission to see people, their id. */
export const usePeopleNames = (): ((userId: string) => string) => {
  const { client } = usePos();
  const { value } = useRead<List<User>>(client.session.may("staff.read") ? "/api/users?limit=500" : null);
  return (userId) => value?.items.find(({ id }) => id === userId)?.name ?? userId;
};
