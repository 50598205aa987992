/** `COST.md`, from measured capacity units, list prices and assumptions: nothing of it was measured on an account. */
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type Operation, readManifest } from "./manifest.ts";

interface Measured {
  sequential: number;
  calls: number;
  readUnits: number;
  writeUnits: number;
}

type Price = { usd: number; per: string; source: string };

interface Inputs {
  about: string;
  region: string;
  date: string;
  prices: Record<string, Price>;
  assumed: Record<string, { value: number; why: string }>;
  use: { about: string; calls: Record<string, number> };
}

const file = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const read = <T>(path: string): T => JSON.parse(readFileSync(file(path), "utf8")) as T;

const inputs = read<Inputs>("../cost.json");
const capacity = read<Record<string, Measured>>("../../generated/capacity.json");
const operations = new Map(readManifest().operations.map((operation) => [operation.id, operation]));
export const PAGE = file("../COST.md");

const usd = (name: string): number => named(inputs.prices, name).usd;
const assumed = (name: string): number => named(inputs.assumed, name).value;

function named<T>(all: Record<string, T>, name: string): T {
  const found = all[name];
  if (found === undefined) throw new Error(`${name} is not there`);
  return found;
}

interface Cost {
  store: number;
  compute: number;
  gateway: number;
  logs: number;
  mails: number;
}

/** What one call costs, by the sample that measured it. */
export function costOf(sample: string): Cost {
  const operation = operations.get(sample.split("/")[0] as string);
  const measured = capacity[sample];
  if (!operation || !measured) throw new Error(`${sample} was not measured`);
  const seconds = operation.memoryMb >= 512 ? assumed("secondsOfAPassword") : assumed("secondsOfACall");
  return {
    store: measured.readUnits * usd("readUnit") + measured.writeUnits * usd("writeUnit"),
    compute: usd("invocation") + seconds * (operation.memoryMb / 1024) * usd("gbSecond"),
    gateway: gateway(operation),
    logs: (assumed("logKb") / 1e6) * usd("logGb"),
    mails: operation.id === "notifications.send_mail" || operation.id === "identity.send_reset_mail" ? usd("mail") : 0,
  };
}

function gateway({ trigger }: Operation): number {
  const edge = usd("edgeRequest") + (assumed("answerKb") / 1e6) * usd("edgeGb");
  if ("http" in trigger) return usd("httpRequest") + edge;
  return "socket" in trigger ? usd("socketMessage") : 0;
}

const total = (cost: Cost): number => Object.values(cost).reduce((sum, part) => sum + part, 0);

/** Three for each function, one more for each that follows a stream, and five for what they share. */
export function alarmCount(all: Operation[]): number {
  return 3 * all.length + all.filter(({ trigger }) => "stream" in trigger).length + 5;
}

/** The fixed part of a month: what is paid for although nobody comes. */
function standing(): [string, number][] {
  const alarms = alarmCount([...operations.values()]);
  const minutes = 60 * 24 * 30;
  const clocked = [...operations.values()].flatMap(({ id, trigger }) => ("schedule" in trigger ? [{ id, turns: (minutes * 60) / trigger.schedule.everySeconds }] : []));
  return [
    [`${alarms} alarms`, alarms * usd("alarmMonth")],
    ["dashboard, two keys, one secret", usd("dashboardMonth") + 2 * usd("keyMonth") + usd("secretMonth")],
    [`${clocked.length} schedules, as if every turn found as much to do as its sample`, clocked.reduce((sum, { id, turns }) => sum + turns * total(costOf(id)), 0)],
  ];
}

const dollars = (value: number, digits = 2): string => `$${value.toLocaleString("en-US", { minimumFractionDigits: digits, maximumFractionDigits: digits })}`;
const table = (head: string[], rows: (string | number)[][]): string =>
  [head, head.map((_, column) => (column === 0 ? "---" : "---:")), ...rows].map((row) => `| ${row.join(" | ")} |`).join("\n");

function patientYear(): { rows: (string | number)[][]; sum: number } {
  const lines = Object.entries(inputs.use.calls).map(([sample, count]) => ({ sample, count, cost: count * total(costOf(sample)) }));
  const stored = (assumed("storedKb") / 1e6) * 12 * (usd("tableGbMonth") + usd("pitrGbMonth"));
  const sum = lines.reduce((all, { cost }) => all + cost, stored);
  const row = (what: string, count: number | string, cost: number): (string | number)[] => [what, count, dollars(cost * 1e6, 0), `${((100 * cost) / sum).toFixed(1)} %`];
  const rows = lines.sort((a, b) => b.cost - a.cost).map(({ sample, count, cost }) => row(`\`${sample}\``, count, cost));
  return { rows: [...rows, row("a year's records, kept for a year", "", stored)], sum };
}

const QUOTAS = [
  ["Routes and integrations of an HTTP API", "300 each", "at 300 operations with routes; raised on request"],
  ["Concurrent functions of an account and region", "1,000", "at some 30,000 calls a second of 30 ms; a new account may have less at first"],
  ["Requests a second of the API Gateway in an account and region", "10,000", "by a rush of a whole country; `requestsPerSecond` is lower"],
  ["Units of one partition", "3,000 read, 1,000 write a second", "by one item that everybody reads at once: see the hot spots"],
  ["Units of a new on-demand table", "4,000 write, 12,000 read a second", "at the first rush; warm throughput is not set"],
  ["Readers of a table's stream", "2 advised", "already: see README, streams"],
  ["Resources of a stack", "500", "not: nested stacks have at most 400, held by a test"],
  ["WebSocket connections", "500 new a second", "when everybody comes back after an outage"],
  ["SES, SNS", "by account, small at first", "before the first patient: leave the sandbox, ask for SMS spending"],
] as const;

const HOT = [
  ["The directory", "Every combination of facets has a partition of its own: a search is one query, however many doctors there are, and clients keep it for 5 s.", "directory.search_doctors"],
  ["A famous doctor's slots", "A month is computed from the doctor's rules, one item, and one query of what is taken; a booking writes cells of one day, under a condition.", "scheduling.list_slots"],
  ["Fan-out", "A notice is written once and each channel follows the list by itself; its price is the channels'.", "notifications.send_web_push"],
  ["The registry", "A tenant's entry is read by every call on its records: one small item, one unit. Its place is remembered by warm functions, whether it is active is asked each time.", "tenants.get_tenant"],
] as const;

/** The whole page. */
export function page(): string {
  const { rows, sum } = patientYear();
  const fixed = standing();
  const each = [...operations.keys()].map((id) => {
    const samples = Object.keys(capacity).filter((sample) => sample === id || sample.startsWith(`${id}/`));
    const dearest = samples.sort((a, b) => total(costOf(b)) - total(costOf(a)))[0] as string;
    const { store, compute, gateway: way, logs } = costOf(dearest);
    const { readUnits, writeUnits } = named(capacity, dearest);
    return [`\`${dearest}\``, readUnits, writeUnits, ...[store, compute, way, logs, total(costOf(dearest))].map((value) => dollars(value * 1e6))];
  });
  return `# What it costs

Made by \`npm run cost\` from \`infra/generated/capacity.json\` (measured by the tests), and from prices and assumptions in
\`cost.json\`: list prices of ${inputs.region}, ${inputs.date}, without free tiers and taxes. ${inputs.about}
Time, sizes and use are assumptions, written down below with their reason. Text messages, data out of S3, traces, calls of
KMS and a web ACL are not in it.

${inputs.use.about}

## A million patients, a year

**${dollars(sum * 1e6, 0)}** a year, ${dollars(sum * 100, 1)} for a hundred patients; and ${dollars(fixed.reduce((all, [, value]) => all + value, 0))} a month that nobody's coming adds to.

${table(["call", "a patient's year", "a million", "part"], rows)}

${table(["each month", "USD"], fixed.map(([what, value]) => [what, dollars(value)]))}

## Where it gets hot

${table(["place", "what the design does", "units of a call"], HOT.map(([place, what, id]) => [place, what, `${named(capacity, id).readUnits} read, ${named(capacity, id).writeUnits} write`]))}

## Quotas on the way

${table(["quota", "usual", "met"], QUOTAS.map((row) => [...row]))}

## Each operation, a million calls

The dearest sample of each. Mails are ${dollars(usd("mail") * 1e6, 0)} a million besides, within the total.

${table(["sample", "read", "write", "store", "function", "gateway", "logs", "total"], each)}

## Prices and assumptions

${table(["price", "USD"], Object.values(inputs.prices).map(({ per, usd: value, source }) => [`[${per}](${source})`, String(value)]))}

${table(["assumed", "value"], Object.entries(inputs.assumed).map(([name, { value, why }]) => [`${name}: ${why}`, value]))}
`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(PAGE, page());
