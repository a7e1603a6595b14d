import type { ServerEvent } from "@tillbox/shared/protocol/live.ts";
import { useEffect, useState } from "preact/hooks";
import { usePos } from "./pos.ts";

/** A stamp that changes with every piece of news from a room, and when the box is back: whoever reads by it reads again. */
export const useNews = (room: string, event: ServerEvent): number => {
  const { client } = usePos();
  const [stamp, setStamp] = useState(0);
  const isConnected = client.live.state.value === "connected";
  useEffect(() => {
    const heard = (): void => setStamp((count) => count + 1);
    const stops = [client.live.join(room), client.on(event, heard)];
    return () => {
      for (const stop of stops) stop();
    };
  }, [room, event]);
  useEffect(() => {
    if (isConnected) setStamp((count) => count + 1);
  }, [isConnected]);
  return stamp;
};
