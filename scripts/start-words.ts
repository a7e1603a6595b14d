/** What `npm start` starts, and what it tells of it. Pure. */
import { shownGiftCode } from "../shared/gift-code.ts";
import { demoGiftCode } from "../store-server/demo/offers.ts";

/** A demo, unless DEMO says no, or says nothing in production. */
export const isDemo = ({ DEMO, NODE_ENV }: NodeJS.ProcessEnv): boolean =>
  DEMO === undefined || DEMO === "" ? NODE_ENV !== "production" : !/^(0|false|no|off)$/i.test(DEMO);

const demoWords = `
  Pair a device with 000000, then sign in by PIN:
    owner 1111 · manager 2222 · waiter 3333 · cashier 4444 · cook 5555
  Gift card with $50.00 on it: ${shownGiftCode(demoGiftCode)}
  Hub: sign in as chain with the password demo-chain

  Try: open the tablet, seat guests at a table, order a ribeye, send it. Bump it
  on the kitchen screen. Take cash. Look at the receipt under Printed pages, and
  at the sale on the hub.
`;

export type Started = { box: string; hub: string; data: string; demo: boolean };

export const startWords = ({ box, hub, data, demo }: Started): string => `
  Tillbox is running.${demo ? " This is a demo store: try anything." : ""}

  Waiter's tablet    ${box}/pos/
  Kitchen screen     ${box}/kitchen/
  Connect a device   ${box}/connect/
  Printed pages      ${box}/pages
  API and docs       ${box}/docs
  Hub                ${hub}/
${demo ? demoWords : ""}
  Data is kept in ${data}. Ctrl-C stops both.
`;
