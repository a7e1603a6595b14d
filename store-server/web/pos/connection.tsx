import { ConnectionPill } from "@tillbox/shared/ui/connection-pill.tsx";
import { usePos } from "./pos.ts";

/** How this device stands with the box, and what is unsent; on every screen. */
export function Connection() {
  const { client } = usePos();
  return <ConnectionPill state={client.connection.value} unsentCount={client.unsent.value} />;
}
