import type { EnrolmentCode, HubStore } from "@tillbox/shared/contract/hub.ts";
import { newId } from "@tillbox/shared/id.ts";
import { Button } from "@tillbox/shared/ui/button.tsx";
import { TextField } from "@tillbox/shared/ui/field.tsx";
import { Select } from "@tillbox/shared/ui/select.tsx";
import { Sheet } from "@tillbox/shared/ui/sheet.tsx";
import { useRef, useState } from "preact/hooks";
import { momentText } from "../completeness.ts";
import { ownZone, useHub } from "../hub.ts";
import { asProblem } from "../problem.ts";

/** Copies even where the browser gives no clipboard: without TLS, and in old ones. */
const copy = async (text: string): Promise<boolean> => {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const field = document.createElement("textarea");
    field.value = text;
    field.className = "visually-hidden";
    (document.querySelector("dialog[open]") ?? document.body).append(field);
    field.select();
    const isCopied = document.execCommand("copy");
    field.remove();
    return isCopied;
  }
};

function Copyable({ label, text, large = false }: { label: string; text: string; large?: boolean }) {
  const [said, setSaid] = useState("Copy");
  return (
    <div class="hub-copyable" data-large={large || undefined}>
      <div>
        <small>{label}</small>
        <output class="ltr">{text}</output>
      </div>
      <Button
        icon={said === "Copied" ? "check" : "copy"}
        label={`Copy ${label.toLowerCase()}`}
        onClick={() => void copy(text).then((ok) => setSaid(ok ? "Copied" : "Select it"))}
      >
        {said}
      </Button>
    </div>
  );
}

function Made({ code }: { code: EnrolmentCode }) {
  const { client } = useHub();
  const until = momentText(Date.parse(code.expiresAt), ownZone, client.now());
  return (
    <div class="hub-made">
      <Copyable label="Enrolment code" text={code.code} large />
      <p>
        For <b>{code.storeName}</b>, once, until {until}. It is not shown again.
      </p>
      <h3>On the store's box</h3>
      <ol>
        <li>Put these two lines into its settings, the file .env.</li>
        <li>Start the box again.</li>
        <li>The store appears here as soon as the box has sent something.</li>
      </ol>
      <Copyable label="Lines for .env" text={`HUB_URL=${location.origin}\nHUB_ENROLL_CODE=${code.code}`} />
    </div>
  );
}

/** The choice for a store that is not here yet. */
const newStore = "";

function useEnrolment(stores: readonly HubStore[], onClose: () => void) {
  const { client } = useHub();
  const [name, setName] = useState("");
  const [storeId, setStoreId] = useState(newStore);
  const [code, setCode] = useState<EnrolmentCode | null>(null);
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState("");
  // One key for one name and store: a second tap after a lost answer brings the same code.
  const key = useRef({ words: "", id: "" });
  const choose = (chosen: string): void => {
    setStoreId(chosen);
    setName(stores.find(({ id }) => id === chosen)?.name ?? "");
  };
  const make = async (): Promise<void> => {
    const storeName = name.trim();
    if (storeName === "") return setError("Enter the store's name.");
    const input = { storeName, ...(storeId === newStore ? {} : { storeId }) };
    const words = JSON.stringify(input);
    if (key.current.words !== words) key.current = { words, id: newId() };
    setBusy(true);
    setError("");
    try {
      setCode(await client.post<EnrolmentCode>("/api/stores/enrolment-codes", input, key.current.id));
    } catch (caught) {
      setError(asProblem(caught).message);
    }
    setBusy(false);
  };
  const close = (): void => {
    setName("");
    setStoreId(newStore);
    setCode(null);
    setError("");
    key.current = { words: "", id: "" };
    onClose();
  };
  return { name, setName, storeId, choose, code, isBusy, error, make, close };
}

/** A code with which one box enrols. */
export function EnrolSheet({
  open,
  stores,
  onClose,
}: {
  open: boolean;
  stores: readonly HubStore[];
  onClose: () => void;
}) {
  const { name, setName, storeId, choose, code, isBusy, error, make, close } = useEnrolment(stores, onClose);
  const actions = code ? (
    <Button kind="primary" onClick={close}>
      Done
    </Button>
  ) : (
    <>
      <Button kind="quiet" onClick={close}>
        Cancel
      </Button>
      <Button kind="primary" icon="key" busy={isBusy} onClick={() => void make()}>
        Make the code
      </Button>
    </>
  );
  return (
    <Sheet open={open} title="Add a store" place="end" actions={actions} onClose={close}>
      {code ? (
        <Made code={code} />
      ) : (
        <form
          class="hub-enrol"
          onSubmit={(event) => {
            event.preventDefault();
            if (!isBusy) void make();
          }}
        >
          {stores.length > 0 && (
            <Select
              label="For which box"
              hint={
                storeId === newStore
                  ? "A store that is here already needs a code in its own name."
                  : "The box that the store has now sends nothing any more once the new one enrolled."
              }
              value={storeId}
              options={[
                { value: newStore, label: "The box of a new store" },
                ...stores.map(({ id, name: of }) => ({ value: id, label: `In place of the box of ${of}` })),
              ]}
              onSelect={choose}
            />
          )}
          <TextField
            label="Name of the store"
            hint="As it stands in reports. The code is good for one box, for 24 hours."
            {...(error === "" ? {} : { error })}
            value={name}
            maxLength={120}
            onInput={setName}
          />
        </form>
      )}
    </Sheet>
  );
}
