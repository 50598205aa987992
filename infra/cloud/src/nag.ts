import { type App, type IPolicyValidationContext, type IPolicyValidationPlugin, type PolicyValidationPluginReport, Validations } from "aws-cdk-lib";
import { AwsSolutionsChecks, HIPAASecurityChecks, type NagPack, ServerlessChecks } from "cdk-nag";
import { EXCEPTIONS, type Exception } from "./exceptions.ts";

export interface Finding {
  rule: string;
  path: string;
  exception?: Exception;
}

/** Holds every synthesis against the packs: it fails for what no exception explains. Gives the findings, once there are any. */
export function hold(app: App, exceptions: Exception[] = EXCEPTIONS): Finding[] {
  const packs = [new AwsSolutionsChecks(app), new HIPAASecurityChecks(app), new ServerlessChecks(app)];
  const findings: Finding[] = [];
  Validations.of(app).addPlugins(...packs.map((pack) => new Explained(pack, exceptions, findings)));
  return findings;
}

/**
 * A pack of rules without what the exceptions explain. Acknowledging beforehand would not do: what a finding is called
 * follows from references between stacks, which the synthesis itself settles.
 */
class Explained implements IPolicyValidationPlugin {
  readonly name: string;

  constructor(
    private readonly pack: NagPack,
    private readonly exceptions: Exception[],
    private readonly findings: Finding[],
  ) {
    this.name = pack.name;
  }

  validate(context: IPolicyValidationContext): PolicyValidationPluginReport {
    const violations = this.pack.validate(context).violations.map((violation) => ({
      ...violation,
      violatingResources: violation.violatingResources.filter(({ constructPath }) => !this.explains(violation.ruleName, constructPath ?? "")),
    }));
    const left = violations.filter(({ violatingResources }) => violatingResources.length > 0);
    return { success: left.length === 0, violations: left };
  }

  private explains(rule: string, path: string): boolean {
    const exception = this.exceptions.find((each) => matches(each.rule, rule) && matches(each.path, path));
    this.findings.push({ rule, path, exception });
    return exception !== undefined;
  }
}

function matches(pattern: string | RegExp, text: string): boolean {
  return typeof pattern === "string" ? pattern === text : pattern.test(text);
}
