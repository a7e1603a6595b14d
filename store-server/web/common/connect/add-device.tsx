import "./connect-parts.css";
import { ErrorState } from "@tillbox/shared/ui/error-state.tsx";
import { QrBlock } from "@tillbox/shared/ui/qr-block.tsx";
import { Skeleton } from "@tillbox/shared/ui/skeleton.tsx";
import type { ComponentChildren } from "preact";
import type { Connect } from "./facts.ts";
import { beginning, scanned } from "./links.ts";
import { demoCode, type ShownCode } from "./pairing-codes.ts";

function Step({ number, title, children }: { number: number; title: string; children?: ComponentChildren }) {
  return (
    <li>
      <span aria-hidden="true">{number}</span>
      <div>
        <b>{title}</b>
        {children}
      </div>
    </li>
  );
}

const isOnlyHere = (facts: Connect): boolean =>
  facts.addresses.every((address) => address.startsWith("127."));

/** What the next device needs: a code for its camera, and the same to type. */
export function AddDevice({ facts, shown }: { facts: Connect; shown: ShownCode }) {
  const { code, problem, renew } = shown;
  const address = beginning(facts, location.hostname).replace(/^http:\/\//, "");
  return (
    <section class="connect-add">
      <QrBlock
        text={scanned(facts, location.hostname, code)}
        label="QR code that leads a new device to this box"
      />
      <ol class="connect-steps">
        <Step number={1} title="Join the shop's Wi-Fi">
          <p>The new device has to be on the same network as the box.</p>
        </Step>
        <Step number={2} title="Scan the code with its camera">
          <p>
            Or type <span class="ltr connect-address">{address}</span>
          </p>
          {isOnlyHere(facts) && (
            <p class="connect-only-here">
              This box listens to its own machine only, so no other device reaches it. Start it with
              HOST=0.0.0.0.
            </p>
          )}
        </Step>
        <Step number={3} title="Pair it with this code">
          {problem ? (
            <ErrorState cause="There is no code." nextStep={problem.message} onRetry={renew} />
          ) : code === null ? (
            <Skeleton height="56px" />
          ) : (
            <p class="connect-code ltr">
              {code.slice(0, 3)} <span>{code.slice(3)}</span>
            </p>
          )}
          <p>
            {code === demoCode ? "The code of the demo store." : "For one device. A new one comes by itself."}
          </p>
        </Step>
      </ol>
    </section>
  );
}
