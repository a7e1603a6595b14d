import type { SignedIn } from "@tillbox/shared/contract/staff.ts";
import { Button } from "@tillbox/shared/ui/button.tsx";
import { Card } from "@tillbox/shared/ui/card.tsx";
import { TextField } from "@tillbox/shared/ui/field.tsx";
import { Icon } from "@tillbox/shared/ui/icon.tsx";
import { useState } from "preact/hooks";
import { openApi } from "../client/api.ts";
import { asProblem } from "../client/problem.ts";
import { openSession } from "../client/session.ts";
import { AddDevice } from "../common/connect/add-device.tsx";
import type { Connect } from "../common/connect/facts.ts";
import { Fingerprint } from "../common/connect/fingerprint.tsx";
import { demoCode, usePairingCode } from "../common/connect/pairing-codes.ts";

/** Whoever signs in here does so for this page only: nothing is kept in the browser. */
const nowhere = { getItem: () => null, setItem: () => undefined, removeItem: () => undefined };
const session = openSession("connect", nowhere, nowhere);
const api = openApi({ session });

function SignIn() {
  const [username, setUsername] = useState("");
  const [password, setPassword] = useState("");
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState("");
  const send = async (): Promise<void> => {
    setBusy(true);
    setProblem("");
    try {
      const body = { username: username.trim(), password };
      const answer = await api.ask<SignedIn>({
        method: "POST",
        path: "/api/auth/login",
        body,
        withoutPerson: true,
      });
      if (answer.user.permissions.includes("device.manage")) session.signedIn(answer);
      else setProblem(`${answer.user.name} may not add devices. Ask a manager.`);
    } catch (error) {
      setProblem(asProblem(error).message);
    }
    setPassword("");
    setBusy(false);
  };
  return (
    <form
      class="connect-sign-in"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <h2>A manager adds devices</h2>
      <p>Sign in with name and password. On a till that is paired already, tap your initials instead.</p>
      {problem !== "" && (
        <p class="connect-refused" role="alert">
          <Icon name="alert" />
          <bdi>{problem}</bdi>
        </p>
      )}
      <TextField label="User name" value={username} autocomplete="username" onInput={setUsername} required />
      <TextField
        label="Password"
        type="password"
        value={password}
        autocomplete="current-password"
        onInput={setPassword}
        required
      />
      <Button kind="primary" size="l" type="submit" busy={isBusy} wide>
        Show the code
      </Button>
    </form>
  );
}

function Shown({ facts }: { facts: Connect }) {
  const shown = usePairingCode(api, facts.demo ? demoCode : null);
  return (
    <>
      <Card>
        <AddDevice facts={facts} shown={shown} />
      </Card>
      {facts.authority && (
        <Card label="Fingerprint to compare">
          <Fingerprint of={facts.authority.fingerprint} />
        </Card>
      )}
      <div class="connect-actions">
        <Button icon="printer" size="l" onClick={() => window.print()}>
          Print a sheet for the wall
        </Button>
      </div>
    </>
  );
}

/** What the next device needs, for whoever may add one. */
export function AnotherDevice({ facts }: { facts: Connect }) {
  const mayAdd = facts.demo || session.may("device.manage");
  return <div class="connect-another">{mayAdd ? <Shown facts={facts} /> : <SignIn />}</div>;
}
