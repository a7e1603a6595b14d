import { SignInFrame } from "@tillbox/shared/ui/sign-in-frame.tsx";
import { useDemo } from "../common/demo.ts";
import { Connection } from "./connection.tsx";
import { PinEntry } from "./pin-entry.tsx";
import { usePos } from "./pos.ts";

/** Who works now: one PIN, whoever it is. */
export function SignInPage() {
  const { client, figures, router } = usePos();
  const isDemo = useDemo();
  const now = client.clock.now.value;
  const device = client.session.device.value;
  const signIn = async (pin: string): Promise<void> => {
    const result = await client.signIn(pin);
    if (!result.ok) throw result.problem;
    router.go({ page: "floor" }, "replace");
  };
  const foot = (
    <>
      <Connection />
      <span>{device?.name}</span>
    </>
  );
  return (
    <SignInFrame
      store={device?.storeName ?? "Tillbox"}
      day={figures.value.longDay(now)}
      time={figures.value.time(now)}
      foot={foot}
    >
      <div class="pos-pin">
        <PinEntry prove={signIn} />
        {client.isAway.value && (
          <p class="pos-pairing-help">
            {client.canSignInAway
              ? "The box is out of reach. A PIN that was used on this device lately works all the same."
              : "The box is out of reach. On a connection that is not encrypted nobody can sign in without it."}
          </p>
        )}
        {isDemo && <p class="pos-pairing-help">Demo: waiter 3333, cashier 4444, manager 2222, owner 1111.</p>}
      </div>
    </SignInFrame>
  );
}
