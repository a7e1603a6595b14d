import type { SignedIn } from "@tillbox/shared/contract/staff.ts";
import { Button } from "@tillbox/shared/ui/button.tsx";
import { Icon } from "@tillbox/shared/ui/icon.tsx";
import { SignInFrame } from "@tillbox/shared/ui/sign-in-frame.tsx";
import { useState } from "preact/hooks";
import { type Api, openApi } from "../client/api.ts";
import { type ApiProblem, asProblem } from "../client/problem.ts";
import { openSession, type Session } from "../client/session.ts";
import { DonePanel } from "./done-panel.tsx";
import { type Fields, inputOf, localeOf, missingIn, stepOf, steps } from "./fields.ts";
import { OwnerFields, StoreFields } from "./setup-fields.tsx";

const own = new Intl.DateTimeFormat().resolvedOptions();

/** Nothing of the set-up is kept in the browser: no device is paired here. */
const nowhere = { getItem: () => null, setItem: () => undefined, removeItem: () => undefined };

const start: Fields = {
  code: "",
  businessName: "",
  currency: "EUR",
  timeZone: own.timeZone,
  locale: localeOf(navigator.language),
  name: "",
  username: "owner",
  password: "",
  pin: "",
};

function useSetup() {
  const [core] = useState((): { session: Session; api: Api } => {
    const session = openSession("setup", nowhere, nowhere);
    return { session, api: openApi({ session }) };
  });
  const [fields, setFields] = useState(start);
  const [step, setStep] = useState(0);
  const [isTried, setTried] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const send = async (): Promise<void> => {
    setBusy(true);
    setProblem(null);
    try {
      const body = inputOf(fields);
      const answer = await core.api.ask<SignedIn>({
        method: "POST",
        path: "/api/setup",
        body,
        withoutPerson: true,
      });
      core.session.signedIn(answer);
      setStep(steps.length);
    } catch (error) {
      const refused = asProblem(error);
      setProblem(refused);
      const [first] = refused.details.errors ?? [];
      if (refused.code === "unauthorized") setStep(0);
      else if (first) setStep(stepOf(first.path));
    }
    setBusy(false);
  };
  const next = (): void => {
    const isComplete = Object.keys(missingIn(fields, step)).length === 0;
    setTried(!isComplete);
    if (!isComplete) return;
    if (step + 1 < steps.length) setStep(step + 1);
    else void send();
  };
  const errors = isTried ? missingIn(fields, step) : {};
  return { ...core, fields, setFields, step, setStep, next, isBusy, problem, errors };
}

const titles = ["About the store", "About you, the owner"];
const hints = [
  "The box printed a set-up code when it started: on its screen, or in its log.",
  "You sign in with the PIN at the tills, with the password from elsewhere.",
];

/** An empty box becomes a store: two short steps, then the first device. */
export function SetupPage() {
  const setup = useSetup();
  const { fields, setFields, step, errors, problem } = setup;
  return (
    <SignInFrame
      store={fields.businessName.trim() || "A new store"}
      day="Set up this box"
      time={step < steps.length ? `${step + 1} of ${steps.length}` : "Done"}
    >
      {step >= steps.length ? (
        <DonePanel api={setup.api} />
      ) : (
        <form
          class="setup-form"
          onSubmit={(event) => {
            event.preventDefault();
            setup.next();
          }}
        >
          <div class="setup-steps" role="img" aria-label={`Step ${step + 1} of ${steps.length}`}>
            {steps.map((names, index) => (
              <i key={names.join()} data-done={index <= step || undefined} />
            ))}
          </div>
          <h2>{titles[step]}</h2>
          <p>{hints[step]}</p>
          {problem && (
            <p class="setup-refused" role="alert">
              <Icon name="alert" />
              {problem.message}
            </p>
          )}
          {step === 0 ? (
            <StoreFields fields={fields} errors={errors} onChange={setFields} />
          ) : (
            <OwnerFields fields={fields} errors={errors} onChange={setFields} />
          )}
          <div class="setup-actions">
            {step > 0 && (
              <Button size="l" onClick={() => setup.setStep(step - 1)}>
                Back
              </Button>
            )}
            <Button size="l" kind="primary" type="submit" busy={setup.isBusy}>
              {step + 1 < steps.length ? "Go on" : "Set up the store"}
            </Button>
          </div>
        </form>
      )}
    </SignInFrame>
  );
}
