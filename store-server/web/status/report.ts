/** What `/health` says, as far as this page reads it. A part that is missing or unknown says nothing. */
export type Part = { status?: string; state?: string; reason?: string; error?: string };
export type Place = { interfaceName: string; address: string; found: boolean; name: string; reason?: string };
export type Report = {
  status: "ok" | "degraded" | "down";
  demo?: boolean;
  checks: {
    database?: Part & { size_bytes?: number; seq?: number };
    disk?: Part & { free_bytes?: number; size_bytes?: number };
    memory?: Part & { rss?: number };
    live?: Part & { connections?: number };
    printers?: Part & { problems?: { printer?: string; message: string }[]; waiting?: { waiting: number }[] };
    replication?: Part & { lagSeconds?: number; lastSeq?: number; ackedSeq?: number };
    tls?: Part & {
      port?: number | null;
      certificate?: { validUntil: string; names: string[]; addresses: string[] } | null;
      authority?: { fingerprint: string; subject: string } | null;
    };
    discovery?: Part & { name?: string; addresses?: string[]; places?: Place[] };
  };
};
