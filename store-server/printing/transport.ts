/**
 * One small interface for every way to a printer. A driver is a file of its own and is loaded when the first printer of its kind
 * is used. A connection serves one job: status, bytes, status, close.
 */
import type { Transport } from "@tillbox/shared/contract/printer.ts";
import { type PrinterConnection, type TransportDeps, TransportFailure } from "./connection.ts";

/** Connects. Throws TransportFailure; nothing has been sent then. */
export async function open(transport: Transport, deps: TransportDeps): Promise<PrinterConnection> {
  switch (transport.type) {
    case "network": {
      const driver = await import("./network-transport.ts");
      return driver.openNetwork(transport, deps);
    }
    case "screen": {
      const driver = await import("./screen-transport.ts");
      return driver.openScreen(deps);
    }
    case "usb":
    case "serial":
    case "bluetooth":
      throw new TransportFailure(
        "unsupported_transport",
        `This version cannot print by ${transportWords[transport.type]}`,
      );
  }
}

const transportWords = { usb: "USB", serial: "serial port", bluetooth: "Bluetooth" } as const;
