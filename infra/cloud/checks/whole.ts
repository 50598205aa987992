/** What has to be there somewhere, whichever template holds it. */
import type { Manifest } from "../src/manifest.ts";
import { at, named, type Template, within } from "./template.ts";

/** What one template has to offer. */
export interface Offer {
  /** Operations with a route. */
  routed: unknown[];
  /** Names of schedules. */
  clocks: unknown[];
  /** What alarms look at. */
  metrics: unknown[];
  /** `handler pattern` of what follows a stream. */
  followed: string[];
}

export function offer(template: Template): Offer {
  return {
    routed: within(template, "AWS::ApiGatewayV2::Route").map(({ resource }) => resource.Metadata?.["medilink:operation"]),
    clocks: within(template, "AWS::Scheduler::Schedule").map(({ resource }) => at(resource, "Properties.Name")),
    metrics: within(template, "AWS::CloudWatch::Alarm").map(({ resource }) => at(resource, "Properties.MetricName")),
    followed: within(template, "AWS::Lambda::EventSourceMapping").flatMap(({ resource }) => {
      const handler = at(template.Resources[named(at(resource, "Properties.FunctionName")) ?? ""], "Properties.Handler");
      const filters = (at(resource, "Properties.FilterCriteria.Filters") ?? []) as unknown[];
      return filters.map((filter) => `${handler} ${partition(filter)}`);
    }),
  };
}

/** What a filter asks of the partition key, as text. */
function partition(filter: unknown): string {
  return JSON.stringify(at(JSON.parse(String(at(filter, "Pattern"))), "dynamodb.Keys.pk.S.0"));
}

/** What no template offers. */
export function lacking(offers: Offer[], manifest: Manifest): string[] {
  const one = <K extends keyof Offer>(of: K): Set<unknown> => new Set(offers.flatMap((each) => each[of] as unknown[]));
  const [routed, clocks, metrics, followed] = [one("routed"), one("clocks"), one("metrics"), one("followed")];
  const alarms = ["5xx", "Latency", "ExecutionError", "ApproximateNumberOfMessagesVisible", "SetAside"].filter((metric) => !metrics.has(metric)).map((m) => `no alarm on ${m}`);
  const operations = manifest.operations.flatMap(({ id, domain, function: name, trigger }) => {
    if ("schedule" in trigger) return clocks.has(name) ? [] : [`${id}: no schedule`];
    if (!("stream" in trigger)) return routed.has(id) ? [] : [`${id}: no route`];
    const { table, keys, replays } = trigger.stream;
    const tenants = keys.endsWith("#") ? { prefix: "T#" } : { suffix: `#${keys}` };
    const needed = [table === "platform" ? { prefix: keys } : tenants, replays.key].map((each) => JSON.stringify(each));
    return needed.filter((each) => !followed.has(`${id} ${each}`) && !followed.has(`${domain} ${each}`)).map((each) => `${id}: does not follow ${each}`);
  });
  return [...alarms, ...operations];
}
