import { ConnectionPill } from "@tillbox/shared/ui/connection-pill.tsx";
import { useState } from "preact/hooks";
import { usePos } from "./pos.ts";
import { UnsentSheet } from "./unsent-sheet.tsx";

/** How this device stands with the box, and what is unsent; on every screen. Opens the list of it. */
export function Connection() {
  const { client } = usePos();
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <button type="button" class="pos-connection" aria-label="Connection" onClick={() => setOpen(true)}>
        <ConnectionPill
          state={client.connection.value}
          unsentCount={client.unsent.value}
          refusedCount={client.refused.value}
        />
      </button>
      {isOpen && client.session.person.value && <UnsentSheet onClose={() => setOpen(false)} />}
    </>
  );
}
