import type { GiftCard } from "@tillbox/shared/contract/gift-card.ts";
import { readGiftCode } from "@tillbox/shared/gift-code.ts";
import { Button } from "@tillbox/shared/ui/button.tsx";
import { TextField } from "@tillbox/shared/ui/field.tsx";
import { Sheet } from "@tillbox/shared/ui/sheet.tsx";
import { useState } from "preact/hooks";
import { type ApiProblem, asProblem } from "../../client/problem.ts";
import { usePos } from "../pos.ts";
import { Refused } from "../refusal.tsx";

/** Finds the card whose code a guest shows. */
export function LookupSheet({ onFound, onClose }: { onFound(card: GiftCard): void; onClose(): void }) {
  const { client } = usePos();
  const [text, setText] = useState("");
  const [isBusy, setBusy] = useState(false);
  const [isTried, setTried] = useState(false);
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const code = readGiftCode(text);
  const find = async (): Promise<void> => {
    setTried(true);
    if (code === null || isBusy) return;
    setBusy(true);
    setProblem(null);
    try {
      const path = "/api/gift-cards/lookup";
      onFound(await client.api.ask<GiftCard>({ method: "POST", path, body: { code } }));
    } catch (error) {
      setProblem(asProblem(error));
      setBusy(false);
    }
  };
  return (
    <Sheet
      open
      place="end"
      title="What is on a card"
      onClose={onClose}
      actions={
        <>
          <Button size="l" onClick={onClose}>
            Cancel
          </Button>
          <Button size="l" kind="primary" icon="search" busy={isBusy} onClick={() => void find()}>
            Look it up
          </Button>
        </>
      }
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void find();
        }}
      >
        <TextField
          label="Code of the card"
          hint="Scan it, or type its 16 characters. O is read as 0, I and L as 1."
          error={isTried && code === null ? "This is no code of a card. Check what was typed." : undefined}
          value={text}
          maxLength={40}
          isFirst
          onInput={setText}
        />
      </form>
      <Refused problem={problem} />
    </Sheet>
  );
}
