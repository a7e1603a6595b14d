import { Button } from "@tillbox/shared/ui/button.tsx";
import { Chip } from "@tillbox/shared/ui/chip.tsx";
import { OptionGroup } from "@tillbox/shared/ui/option-group.tsx";
import { PinPad } from "@tillbox/shared/ui/pin-pad.tsx";
import { Sheet } from "@tillbox/shared/ui/sheet.tsx";
import { Toggle } from "@tillbox/shared/ui/toggle.tsx";
import { useState } from "preact/hooks";
import { useKitchen } from "./kitchen.ts";
import { playNew } from "./sound.ts";

function Stations() {
  const { station, stations, choose } = useKitchen();
  return (
    <OptionGroup label="Station" rule="what this screen shows" role="radiogroup">
      {stations.value.map(({ id, name }) => (
        <Chip key={id} role="radio" on={station.value === id} onToggle={() => choose(id)}>
          {name}
        </Chip>
      ))}
      <Chip role="radio" on={station.value === null} onToggle={() => choose(null)}>
        All stations
      </Chip>
    </OptionGroup>
  );
}

function Sound() {
  const { hasSound } = useKitchen();
  return (
    <Toggle
      label="Sound"
      hint="A short tone for a new ticket, a lower one when a ticket becomes late."
      on={hasSound.value}
      onChange={(on) => {
        hasSound.value = on;
        if (on) playNew();
      }}
    />
  );
}

type Failure = { message: string; attempt: number };

function SignIn({ onDone }: { onDone: () => void }) {
  const { client } = useKitchen();
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure>();
  const [lockedSeconds, setLocked] = useState(0);
  const enter = async (pin: string): Promise<void> => {
    setBusy(true);
    const result = await client.signIn(pin);
    setBusy(false);
    if (result.ok) return onDone();
    const { code, message, details } = result.problem;
    if (code === "rate_limited") setLocked(details.retryAfter_s ?? 5);
    setFailure({ message, attempt: (failure?.attempt ?? 0) + 1 });
  };
  return (
    <div class="kitchen-pin">
      <PinPad
        onComplete={(pin) => void enter(pin)}
        busy={isBusy}
        lockedSeconds={lockedSeconds}
        onUnlock={() => setLocked(0)}
        {...(failure ? { failure } : {})}
      />
      <Button kind="quiet" onClick={onDone}>
        Cancel
      </Button>
    </div>
  );
}

function Person() {
  const { client } = useKitchen();
  const [isEntering, setEntering] = useState(false);
  const person = client.session.person.value;
  const device = client.session.device.value;
  if (isEntering && person === null) return <SignIn onDone={() => setEntering(false)} />;
  return (
    <section class="kitchen-person">
      <h3>Who is cooking</h3>
      <p>
        {person === null
          ? `Nobody is signed in: what is tapped is recorded as ${device?.name ?? "this screen"}.`
          : `What is tapped is recorded as ${person.name}.`}
      </p>
      {person === null ? (
        <Button icon="key" disabled={client.unsent.value > 0} onClick={() => setEntering(true)}>
          Sign in with a PIN
        </Button>
      ) : (
        <Button icon="log-out" onClick={() => client.lock()}>
          Sign out
        </Button>
      )}
    </section>
  );
}

const keys = [
  ["1 – 9", "Done, by the number on the ticket"],
  ["U", "Undo the last Done"],
  ["R", "Recall; R again for the latest"],
  ["← →", "Page back and on"],
  ["Home", "To the oldest tickets"],
] as const;

/** What this screen shows and how; kept on the device. */
export function SettingsSheet({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { client } = useKitchen();
  const name = client.session.device.value?.name ?? "";
  return (
    <Sheet open={open} title="This screen" subtitle={name} place="end" onClose={onClose}>
      <div class="kitchen-settings">
        <Stations />
        <Sound />
        <Person />
        <section>
          <h3>Bump bar and keyboard</h3>
          <dl>
            {keys.map(([key, meaning]) => (
              <div key={key}>
                <dt>
                  <kbd>{key}</kbd>
                </dt>
                <dd>{meaning}</dd>
              </div>
            ))}
          </dl>
        </section>
      </div>
    </Sheet>
  );
}
