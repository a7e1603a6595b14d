/** A tablet: asks a box by HTTP what it is told of it, then calls it by TLS trusting one authority only. Prints what it found as JSON. */
import { readFileSync } from "node:fs";
import { connect } from "node:tls";

const [address = "", pinned = ""] = process.argv.slice(2);
const told = (await (await fetch(`http://${address}:3000/api/connect`)).json()) as {
  name: string;
  httpsPort: number;
};
const authority = await (await fetch(`http://${address}:3000/ca.crt`)).text();
const ca = pinned === "" ? authority : readFileSync(pinned, "utf8");

const call = (servername: string): Promise<string> =>
  new Promise((resolve) => {
    const host = { host: address, port: told.httpsPort, ca, servername };
    const socket = connect(host, () => {
      resolve(socket.getPeerCertificate().fingerprint256.replaceAll(":", "").toLowerCase());
      socket.destroy();
    });
    socket.on("error", (error: NodeJS.ErrnoException) => resolve(`refused: ${error.code}`));
  });

console.log(JSON.stringify({ told, authority, byAddress: await call(""), byName: await call(told.name) }));
