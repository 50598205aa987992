import { NestedStack } from "aws-cdk-lib";
import { CfnIntegration, CfnRoute, CfnRouteResponse } from "aws-cdk-lib/aws-apigatewayv2";
import { type CfnFunction, CfnPermission } from "aws-cdk-lib/aws-lambda";
import type { Construct } from "constructs";
import { follow } from "./followers.ts";
import { type Common, idOf, invocationUri, makeFunction, planDomain, planOperation, type Plan } from "./functions.ts";
import type { Operation } from "./manifest.ts";
import { schedule } from "./schedules.ts";
import type { CfnTable } from "aws-cdk-lib/aws-dynamodb";

/** What operations are bound to. */
export interface Bound {
  httpApi: string;
  socketsApi: string;
  platform: CfnTable;
  pool: CfnTable;
  scheduleGroup: string;
}

/** Some operations of one domain, with everything that is theirs. */
export class DomainStack extends NestedStack {
  private readonly integrations = new Map<string, CfnIntegration>();

  constructor(
    scope: Construct,
    id: string,
    private readonly common: Common,
    private readonly bound: Bound,
  ) {
    super(scope, id);
  }

  /** A function for each of these. */
  addEach(operations: Operation[]): void {
    for (const operation of operations) this.bind(operation, makeFunction(this, planOperation(operation), this.common), operation.id);
  }

  /** One function for all of these. */
  addTogether(domain: string, operations: Operation[]): void {
    const plan: Plan = planDomain(domain, operations);
    const made = makeFunction(this, plan, this.common);
    for (const operation of operations) this.bind(operation, made, domain);
  }

  private bind(operation: Operation, made: CfnFunction, served: string): void {
    const { trigger } = operation;
    if ("http" in trigger) {
      const route = this.route(operation, made, served, this.bound.httpApi, `${trigger.http.method} ${trigger.http.path}`);
      this.permit(operation, made, this.bound.httpApi, `*/${trigger.http.method}${trigger.http.path}`);
      route.addMetadata("medilink:operation", operation.id);
    } else if ("socket" in trigger) {
      const route = this.route(operation, made, served, this.bound.socketsApi, trigger.socket.route);
      this.permit(operation, made, this.bound.socketsApi, `*/${trigger.socket.route}`);
      route.addMetadata("medilink:operation", operation.id);
      if (!["$connect", "$disconnect"].includes(trigger.socket.route)) {
        // What the function answers goes back over the socket.
        route.routeResponseSelectionExpression = "$default";
        new CfnRouteResponse(this, `${idOf(operation.id)}Answer`, { apiId: this.bound.socketsApi, routeId: route.ref, routeResponseKey: "$default" });
      }
    } else if ("stream" in trigger) {
      follow(this, operation, trigger.stream, made, this.bound, this.common);
    } else {
      schedule(this, operation, trigger.schedule.everySeconds, made, this.bound.scheduleGroup, this.common);
    }
  }

  private route(operation: Operation, made: CfnFunction, served: string, apiId: string, routeKey: string): CfnRoute {
    const sockets = apiId === this.bound.socketsApi;
    const shared = `${idOf(served)}${sockets ? "Sockets" : ""}Integration`;
    let integration = this.integrations.get(shared);
    if (!integration) {
      integration = new CfnIntegration(this, shared, {
        apiId,
        integrationType: "AWS_PROXY",
        integrationUri: invocationUri(this, made),
        ...(sockets ? {} : { payloadFormatVersion: "2.0" }),
        timeoutInMillis: sockets ? 29_000 : 30_000,
      });
      this.integrations.set(shared, integration);
    }
    return new CfnRoute(this, `${idOf(operation.id)}Route`, {
      apiId,
      routeKey,
      // The function itself asks for the token or the ticket: API Gateway's own check knows no Ed25519.
      authorizationType: "NONE",
      target: `integrations/${integration.ref}`,
    });
  }

  private permit(operation: Operation, made: CfnFunction, apiId: string, path: string): void {
    new CfnPermission(this, `${idOf(operation.id)}Permission`, {
      action: "lambda:InvokeFunction",
      functionName: made.ref,
      principal: "apigateway.amazonaws.com",
      sourceArn: `arn:${this.partition}:execute-api:${this.region}:${this.account}:${apiId}/${path}`,
    });
  }
}
