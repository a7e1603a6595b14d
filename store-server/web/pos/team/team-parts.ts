/** Which parts of the team's page somebody may open. Pure. */
import type { Permission } from "@tillbox/shared/permissions.ts";
import { type TeamPart, teamParts } from "../route.ts";

const needs: Readonly<Record<TeamPart, Permission>> = {
  people: "staff.read",
  roles: "staff.read",
  hours: "report.read",
  tips: "report.read",
  devices: "device.read",
};

export const partsFor = (may: (permission: Permission) => boolean): TeamPart[] =>
  teamParts.filter((part) => may(needs[part]));
