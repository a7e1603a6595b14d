import { CheckCourse, CheckLine } from "../check-line.tsx";

const nothing = () => undefined;

/** The check of the reference screen, with every state a line can have. */
export function CheckSample({ all = false }: { all?: boolean }) {
  return (
    <>
      <CheckCourse name="Drinks" status={{ text: "served 19:31", icon: "check-check" }}>
        <CheckLine
          quantity="2"
          name="Aperol spritz"
          seat="seats 1, 2"
          amount="19.00"
          state="sent"
          onSelect={nothing}
        />
      </CheckCourse>
      <CheckCourse name="Starters" status={{ text: "in the kitchen · 9 min", icon: "chef", tone: "new" }}>
        <CheckLine
          quantity="2"
          name="Burrata & peach"
          seat="seats 1, 3"
          modifiers={[{ text: "1 × no nuts", strong: true }]}
          amount="29.00"
          state="sent"
          onSelect={nothing}
        />
        <CheckLine
          quantity="1"
          name="Bruschetta"
          seat="seat 4"
          amount="9.00"
          state="sent"
          onSelect={nothing}
        />
        {all && <CheckLine quantity="1" name="Mussels" amount="14.00" state="voided" onSelect={nothing} />}
      </CheckCourse>
      <CheckCourse name="Mains" fire={{ label: "Fire", onFire: nothing }}>
        <CheckLine
          quantity="1"
          name="Ribeye 300 g"
          seat="seat 1"
          modifiers={[{ text: "medium rare", strong: true }, { text: "peppercorn +2.00" }]}
          amount="36.00"
          selected
          onSelect={nothing}
        />
        <CheckLine
          quantity="3"
          name="Truffle tagliatelle"
          seat="seats 2–4"
          amount="67.50"
          onSelect={nothing}
        />
        {all && (
          <CheckLine
            quantity="0.35 kg"
            name="Wolfsbarsch im Ganzen, am Tisch filetiert"
            note="bring lemon"
            discount="−4.00 happy hour"
            amount="31.50"
            state="pending"
            onSelect={nothing}
          />
        )}
      </CheckCourse>
    </>
  );
}
