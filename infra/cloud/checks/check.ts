import type { Manifest } from "../src/manifest.ts";
import { PROTECTIONS } from "./protections.ts";
import { RELATIONS } from "./relations.ts";
import { roles } from "./roles.ts";
import { at, type Template, type Templates, within } from "./template.ts";
import { lacking, type Offer, offer } from "./whole.ts";

/** What is known of a template. */
export interface Looked {
  mistakes: string[];
  offer: Offer;
}

/** Everything that is wrong with the templates of an installation. `looked` holds what is known of those that have not changed. */
export function check(templates: Templates, manifest: Manifest, looked = new Map<string, Looked>()): string[] {
  const each = [...templates].map(([stack, template]) => {
    const known = looked.get(stack) ?? look(template, manifest);
    looked.set(stack, known);
    return known;
  });
  const whole = lacking(each.map((one) => one.offer), manifest);
  return [...each.flatMap(({ mistakes }) => mistakes), ...whole];
}

function look(template: Template, manifest: Manifest): Looked {
  const mistakes = [...protections(template), ...RELATIONS.flatMap((relation) => relation(template, manifest)), ...roles(template)];
  return { mistakes, offer: offer(template) };
}

function protections(template: Template): string[] {
  return within(template).flatMap(({ id, resource }) =>
    (PROTECTIONS[resource.Type] ?? [])
      .filter(({ of, path, holds }) => (!of || of(resource)) && !holds(at(resource, path), resource, template))
      .map(({ path }) => `${id}: ${path}`),
  );
}
