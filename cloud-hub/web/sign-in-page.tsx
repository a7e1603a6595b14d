import { Banner } from "@tillbox/shared/ui/banner.tsx";
import { Button } from "@tillbox/shared/ui/button.tsx";
import { TextField } from "@tillbox/shared/ui/field.tsx";
import { formatTime } from "@tillbox/shared/ui/format.ts";
import { SignInFrame } from "@tillbox/shared/ui/sign-in-frame.tsx";
import { useEffect, useRef, useState } from "preact/hooks";
import { useDemo } from "./demo.ts";
import { ownZone, useHub } from "./hub.ts";
import { asProblem } from "./problem.ts";

const useMinute = (): number => {
  const [now, setNow] = useState(Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 5_000);
    return () => clearInterval(timer);
  }, []);
  return now;
};

const longDay = (at_ms: number): string =>
  new Intl.DateTimeFormat("en-GB", { weekday: "long", day: "numeric", month: "long" }).format(at_ms);

function Form() {
  const { client } = useHub();
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => form.current?.querySelector("input")?.focus(), []);
  const [username, setUsername] = useState("");
  const [password, setPassword] = useState("");
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState("");
  const submit = async (): Promise<void> => {
    if (username === "" || password === "") return setError("Enter user name and password.");
    setBusy(true);
    setError("");
    try {
      await client.signIn(username.trim(), password);
    } catch (caught) {
      const { message, retryAfter_s } = asProblem(caught);
      setError(retryAfter_s > 0 ? `${message} Try again in ${retryAfter_s} s.` : message);
      setPassword("");
      setBusy(false);
    }
  };
  return (
    <form
      ref={form}
      class="hub-sign-in"
      onSubmit={(event) => {
        event.preventDefault();
        if (!isBusy) void submit();
      }}
    >
      <h2>Sign in</h2>
      <TextField
        label="User name"
        name="username"
        autocomplete="username"
        value={username}
        onInput={setUsername}
      />
      <TextField
        label="Password"
        name="password"
        type="password"
        autocomplete="current-password"
        value={password}
        onInput={setPassword}
      />
      {error !== "" && <Banner tone="bad">{error}</Banner>}
      <Button kind="primary" size="l" type="submit" wide busy={isBusy}>
        Sign in
      </Button>
    </form>
  );
}

export function SignInPage() {
  const isDemo = useDemo();
  const now = useMinute();
  return (
    <SignInFrame
      store="All your stores"
      day={longDay(now)}
      time={formatTime(now, ownZone)}
      foot={<span>Tillbox hub</span>}
    >
      <div class="hub-sign-in-side">
        <Form />
        {isDemo && (
          <Banner tone="printed" icon="key">
            This is a demo. Sign in as <b>chain</b> with <b>demo-chain</b>.
          </Banner>
        )}
      </div>
    </SignInFrame>
  );
}
