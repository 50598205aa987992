/** Synthesised templates, as the checks read them. */
export interface Resource {
  Type: string;
  Properties?: Record<string, unknown>;
  Metadata?: Record<string, unknown>;
  DeletionPolicy?: string;
  UpdateReplacePolicy?: string;
  DependsOn?: unknown;
}

export interface Template {
  Resources: Record<string, Resource>;
  Parameters?: Record<string, unknown>;
  Outputs?: Record<string, unknown>;
}

/** The root and its nested stacks, by name. */
export type Templates = Map<string, Template>;

/** A resource, and where it stands. */
export interface Placed {
  stack: string;
  id: string;
  resource: Resource;
}

export function all(templates: Templates, type?: string): Placed[] {
  return [...templates].flatMap(([stack, template]) => within(template, type).map((each) => ({ stack, ...each })));
}

/** The resources of one template, of one type where it is named. */
export function within({ Resources }: Template, type?: string): { id: string; resource: Resource }[] {
  return Object.entries(Resources)
    .filter(([, resource]) => !type || resource.Type === type)
    .map(([id, resource]) => ({ id, resource }));
}

/** The value at a path of names and numbers; `undefined` where there is none. */
export function at(value: unknown, path: string): unknown {
  return path.split(".").reduce<unknown>((inner, name) => (inner as Record<string, unknown> | undefined)?.[name], value);
}

/** Takes away what is at a path, and gives what puts it back. */
export function take(value: unknown, path: string): () => void {
  const names = path.split(".");
  const last = names.pop() as string;
  const holder = names.length > 0 ? at(value, names.join(".")) : value;
  const inside = holder as Record<string, unknown>;
  const before = inside[last];
  if (Array.isArray(inside)) {
    inside.splice(Number(last), 1);
    return () => inside.splice(Number(last), 0, before);
  }
  const order = Object.entries(inside);
  delete inside[last];
  return () => {
    for (const [name] of order) delete inside[name];
    Object.assign(inside, Object.fromEntries(order));
  };
}

/** The logical id that `Ref` or `Fn::GetAtt` names. */
export function named(value: unknown): string | undefined {
  const ref = at(value, "Ref") as string | undefined;
  const attribute = at(value, "Fn::GetAtt") as string[] | undefined;
  return ref ?? attribute?.[0];
}

/** A value as one text: what is known only when it is deployed becomes `${its name}`. */
export function text(value: unknown): string {
  if (typeof value === "string") return value;
  const join = at(value, "Fn::Join") as [string, unknown[]] | undefined;
  if (join) return join[1].map(text).join(join[0]);
  const sub = at(value, "Fn::Sub") as string | [string, Record<string, unknown>] | undefined;
  if (typeof sub === "string") return sub;
  if (sub) return Object.entries(sub[1]).reduce((t, [name, inner]) => t.replaceAll(`\${${name}}`, text(inner)), sub[0]);
  const attribute = at(value, "Fn::GetAtt") as string[] | undefined;
  if (attribute) return `\${${attribute.join(".")}}`;
  const ref = named(value);
  return ref ? `\${${ref}}` : String(JSON.stringify(value));
}
