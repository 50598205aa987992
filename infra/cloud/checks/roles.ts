/** What no role may hold, whatever its operation declares. */
import { OPEN } from "../src/grants.ts";
import { at, type Template, text, within } from "./template.ts";

/** The one managed policy of AWS's: what API Gateway itself says that its role for logs needs. */
const MANAGED = /:iam::aws:policy\/service-role\/AmazonAPIGatewayPushToCloudWatchLogs$/;

export function roles(template: Template): string[] {
  const wrong = within(template, "AWS::IAM::Role").flatMap(({ id, resource }) => {
    const trust = at(resource, "Properties.AssumeRolePolicyDocument.Statement") as unknown[];
    const trusted = trust.every((s) => typeof at(s, "Principal.Service") === "string" && at(s, "Action") === "sts:AssumeRole");
    const policies = (at(resource, "Properties.Policies") ?? []) as unknown[];
    const managed = ((at(resource, "Properties.ManagedPolicyArns") ?? []) as unknown[]).map(text);
    return [
      ...(trusted ? [] : [`${id}: somebody else than one service takes it on`]),
      ...policies.flatMap((policy) => tooWide(id, at(policy, "PolicyDocument"))),
      ...managed.filter((arn) => arn.includes(":iam:") && !MANAGED.test(arn)).map((arn) => `${id}: ${arn}`),
    ];
  });
  const managed = within(template, "AWS::IAM::ManagedPolicy").flatMap(({ id, resource }) => tooWide(id, at(resource, "Properties.PolicyDocument")));
  return [...wrong, ...managed];
}

/** Wildcards that are not listed, and grants on tables without a bound on keys. */
function tooWide(id: string, document: unknown): string[] {
  return (at(document, "Statement") as unknown[]).flatMap((statement) => {
    if (at(statement, "Effect") === "Deny") return [];
    const actions = [at(statement, "Action")].flat().map(text);
    const resources = [at(statement, "Resource")].flat().map(text);
    const mistakes = actions.filter((action) => action.includes("*")).map((action) => `${id}: ${action}`);
    for (const resource of resources.filter((r) => r.includes("*"))) {
      if (!OPEN.some((open) => open.resource.test(resource) && actions.every((action) => open.actions.includes(action)))) mistakes.push(`${id}: ${resource}`);
    }
    if (resources.some((resource) => /:dynamodb:.*:table\/[^/]+(\/index\/\w+)?$/.test(resource)) && !bounded(statement)) mistakes.push(`${id}: keys without a bound`);
    return mistakes;
  });
}

function bounded(statement: unknown): boolean {
  const keys = at(statement, "Condition.ForAllValues:StringLike.dynamodb:LeadingKeys") as string[] | undefined;
  const present = at(statement, "Condition.Null.dynamodb:LeadingKeys");
  return present === "false" && Array.isArray(keys) && keys.length > 0 && keys.every((key) => /^[?A-Za-z][^*]*\*?$/.test(key));
}
