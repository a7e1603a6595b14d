import type { OrderType } from "@tillbox/shared/contract/order-words.ts";
import type { TermsInput } from "@tillbox/shared/contract/terms.ts";
import { Button } from "@tillbox/shared/ui/button.tsx";
import { TextField } from "@tillbox/shared/ui/field.tsx";
import { OptionGroup } from "@tillbox/shared/ui/option-group.tsx";
import { SegmentedControl } from "@tillbox/shared/ui/segmented-control.tsx";
import { Sheet } from "@tillbox/shared/ui/sheet.tsx";
import { useState } from "preact/hooks";
import { billFacts } from "../../client/bill-facts.ts";
import { setTerms } from "../../client/check-intents.ts";
import type { ShownOrder } from "../../client/effects.ts";
import { usePos } from "../pos.ts";
import { Refused } from "../refusal.tsx";
import { useSubmit } from "../use-submit.ts";
import { checkName, counterTypes } from "./check-title.ts";
import { ReasonField } from "./reason-field.tsx";

type Form = "tax" | "service";
type Props = { order: ShownOrder; onClose(): void };
type FormProps = Props & { onBack(): void };

const taxReasons = ["Diplomat", "Charity", "For resale"];
const serviceReasons = ["Slow service", "Complaint", "Regular guest"];
const mostReference = 60;

type FootProps = { verb: string; isBusy: boolean; onBack(): void; onConfirm(): void };
function Foot({ verb, isBusy, onBack, onConfirm }: FootProps) {
  return (
    <>
      <Button size="l" onClick={onBack}>
        Back
      </Button>
      <Button size="l" kind="primary" icon="check" busy={isBusy} onClick={onConfirm}>
        {verb}
      </Button>
    </>
  );
}

function ExemptForm({ order, onClose, onBack }: FormProps) {
  const { run, isBusy, problem, onApproved } = useSubmit();
  const [reason, setReason] = useState("");
  const [reference, setReference] = useState("");
  const [isTried, setTried] = useState(false);
  const isInclusive = order.taxes.some(({ inclusive }) => inclusive);
  const exempt = (): void => {
    setTried(true);
    const taxExemption = { reason: reason.trim(), reference: reference.trim() || null };
    if (taxExemption.reason !== "") void run(setTerms(order, { taxExemption }), onBack);
  };
  return (
    <Sheet
      open
      title="No tax on this check"
      subtitle={isInclusive ? "Prices stay as they are; a discount makes them lower" : "Every rate is zero"}
      onClose={onClose}
      actions={<Foot verb="Exempt it" isBusy={isBusy} onBack={onBack} onConfirm={exempt} />}
    >
      <ReasonField
        label="Why"
        usual={taxReasons}
        value={reason}
        onInput={setReason}
        isMissing={isTried && reason.trim() === ""}
      />
      <OptionGroup label="Proof">
        <div class="pos-wide">
          <TextField
            label="Number of the certificate or tax id"
            hint="It stands on the receipt."
            value={reference}
            maxLength={mostReference}
            onInput={setReference}
          />
        </div>
      </OptionGroup>
      <Refused problem={problem} onApproved={onApproved} />
    </Sheet>
  );
}

function WaiveForm({ order, onClose, onBack }: FormProps) {
  const { run, isBusy, problem, onApproved } = useSubmit();
  const [reason, setReason] = useState("");
  const [isTried, setTried] = useState(false);
  const waive = (): void => {
    setTried(true);
    const serviceWaiver = { reason: reason.trim() };
    if (serviceWaiver.reason !== "") void run(setTerms(order, { serviceWaiver }), onBack);
  };
  return (
    <Sheet
      open
      title="No service charge on this check"
      onClose={onClose}
      actions={<Foot verb="Waive it" isBusy={isBusy} onBack={onBack} onConfirm={waive} />}
    >
      <ReasonField
        label="Why"
        usual={serviceReasons}
        value={reason}
        onInput={setReason}
        isMissing={isTried && reason.trim() === ""}
      />
      <Refused problem={problem} onApproved={onApproved} />
    </Sheet>
  );
}

type TermProps = { said: string; detail: string; action: string; isBusy: boolean; onAct(): void };
/** How it stands, and the one thing that can be done about it. */
function Term({ said, detail, action, isBusy, onAct }: TermProps) {
  return (
    <div class="pos-term">
      <p>
        <b>
          <bdi>{said}</bdi>
        </b>
        <small>
          <bdi>{detail}</bdi>
        </small>
      </p>
      <Button busy={isBusy} onClick={onAct}>
        {action}
      </Button>
    </div>
  );
}

type TermsProps = {
  order: ShownOrder;
  isBusy: boolean;
  onForm(form: Form): void;
  onSet(terms: TermsInput): void;
};

function Tax({ order, isBusy, onForm, onSet }: TermsProps) {
  const { amount } = usePos().figures.value;
  const { taxExemption } = order;
  const why = taxExemption && [taxExemption.reason, taxExemption.reference].filter(Boolean).join(" · ");
  return (
    <OptionGroup label="Tax">
      <Term
        said={why === null ? `${amount(order.taxTotal)} tax` : "Exempt from tax"}
        detail={why ?? "As the menu says"}
        action={why === null ? "Exempt from tax" : "Charge tax again"}
        isBusy={isBusy}
        onAct={() => (why === null ? onForm("tax") : onSet({ taxExemption: null }))}
      />
    </OptionGroup>
  );
}

function Service({ order, isBusy, onForm, onSet }: TermsProps) {
  const { client, figures } = usePos();
  const { serviceWaiver } = order;
  const isCharged = billFacts(client.store).service(order.type) !== null;
  if (!isCharged && serviceWaiver === null)
    return (
      <OptionGroup label="Service charge">
        <p class="pos-calm">This store takes none for orders of this kind.</p>
      </OptionGroup>
    );
  return (
    <OptionGroup label="Service charge">
      <Term
        said={serviceWaiver ? "Waived" : `${figures.value.amount(order.serviceCharge)} service`}
        detail={serviceWaiver?.reason ?? "As the store charges it"}
        action={serviceWaiver ? "Charge it again" : "Waive it"}
        isBusy={isBusy}
        onAct={() => (serviceWaiver ? onSet({ serviceWaiver: null }) : onForm("service"))}
      />
    </OptionGroup>
  );
}

/** Only where it can be another: a check at a table is eaten there, and a kiosk's stays one. */
function Kind({ order, onSet }: Pick<TermsProps, "order" | "onSet">) {
  if (order.tableId !== null || order.type === "kiosk") return null;
  return (
    <OptionGroup label="Kind" rule="brings its own taxes and service">
      <div class="pos-wide">
        <SegmentedControl
          label="Kind"
          wide
          segments={counterTypes}
          value={order.type}
          onSelect={(type) => type !== order.type && onSet({ type: type as OrderType })}
        />
      </div>
    </OptionGroup>
  );
}

/** What the whole check is charged besides its prices: tax, service, and the kind of order that both follow. */
export function TermsSheet({ order, onClose }: Props) {
  const { run, isBusy, problem, onApproved } = useSubmit();
  const [form, setForm] = useState<Form | null>(null);
  const back = (): void => setForm(null);
  if (form === "tax") return <ExemptForm order={order} onClose={onClose} onBack={back} />;
  if (form === "service") return <WaiveForm order={order} onClose={onClose} onBack={back} />;
  const set = (terms: TermsInput): void => void run(setTerms(order, terms), () => undefined);
  const props = { order, isBusy, onForm: setForm, onSet: set };
  return (
    <Sheet
      open
      title="Tax and service"
      subtitle={checkName(order)}
      onClose={onClose}
      actions={
        <Button size="l" kind="primary" icon="check" onClick={onClose}>
          Done
        </Button>
      }
    >
      <Kind order={order} onSet={set} />
      <Tax {...props} />
      <Service {...props} />
      <Refused problem={problem} onApproved={onApproved} />
    </Sheet>
  );
}
