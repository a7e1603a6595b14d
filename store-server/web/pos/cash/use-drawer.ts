import type { Drawer } from "@tillbox/shared/contract/drawer.ts";
import { useEffect, useState } from "preact/hooks";
import { type ApiProblem, asProblem } from "../../client/problem.ts";
import { usePos } from "../pos.ts";

/** The open session that takes this device's cash, else this person's purse. `problem`: it could not be read. */
export const useDrawer = () => {
  const { client } = usePos();
  const { store, session, api } = client;
  const [isRead, setRead] = useState(false);
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const isReady = store.load.value.step === "ready";
  const read = async (): Promise<void> => {
    setProblem(null);
    try {
      store.drawers.put(await api.get<Drawer>("/api/drawers/current"));
    } catch (error) {
      const refused = asProblem(error);
      if (refused.code !== "not_found") setProblem(refused);
    }
    setRead(true);
  };
  useEffect(() => {
    if (isReady) void read();
  }, [isReady]);
  const open = [...store.drawers.all.value.values()].filter(({ status }) => status === "open");
  const deviceId = session.device.value?.deviceId;
  const personId = session.person.value?.id;
  const drawer =
    open.find((each) => each.deviceId !== null && each.deviceId === deviceId) ??
    open.find((each) => each.userId !== null && each.userId === personId);
  return { drawer, isLoading: !isRead, problem, retry: () => void read() };
};
