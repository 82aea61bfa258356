import type { ProviderDefaults } from "../../../model/configuration.ts";
import { setEntry } from "../eval/evaluate.ts";
import type { Machine, Site } from "../eval/machine.ts";
import { makeResource } from "../resources.ts";
import { type DictTerm, type Term, dict, gap, knownText, literal, textTerm } from "../terms.ts";

const callbacks: ReadonlySet<string> = new Set(["CallbackFunction", "HttpCallbackFunction"]);

/** A function whose code stands in the program: a component that makes a function and who may invoke it. */
export const isCallbackFunction = (module: string, name: string): boolean =>
  module === "cloudfunctions" && callbacks.has(name);

/** `topic.onMessagePublished("work", handler)`, `bucket.onObjectFinalized("work", handler)` */
export const makesCallbackFunction = (method: string): boolean =>
  /^on(?:MessagePublished|Object(?:Finalized|Deleted|Archived|MetadataUpdated|Event))$/.test(method);

/**
 * `new gcp.cloudfunctions.HttpCallbackFunction("api", { callback })`: where nobody else is named, everybody may invoke it
 * (sdk/nodejs/cloudfunctions/zMixins.ts of pulumi-gcp).
 */
export function makeCallbackFunction(
  machine: Machine,
  [name, given]: readonly Term[],
  provider: () => ProviderDefaults,
  site: Site,
): Term {
  const args: DictTerm = given?.type === "dict" ? given : dict(site.span);
  const shownName = knownText(name) ?? site.name ?? "callback";
  const common = { surface: "pulumi", mode: "managed", provider } as const;
  const made = makeResource(
    machine,
    {
      ...common,
      type: "google_cloudfunctions_function",
      name: shownName,
      className: "gcp.cloudfunctions.Function",
      args,
    },
    site,
  );
  const own = (attribute: string): Term => textTerm([{ target: made.object, attribute }], site.span);
  const invoker: DictTerm = dict(site.span);
  const set = (key: string, value: Term): void => setEntry(invoker, literal(key, site.span), value);
  for (const key of ["project", "region"]) set(key, args.entries.get(key)?.value ?? own(key));
  set("cloudFunction", own("name"));
  set("role", args.entries.get("iamRole")?.value ?? literal("roles/cloudfunctions.invoker", site.span));
  set("member", args.entries.get("iamMember")?.value ?? literal("allUsers", site.span));
  makeResource(
    machine,
    {
      ...common,
      type: "google_cloudfunctions_function_iam_member",
      name: `${shownName}-invoker`,
      className: "gcp.cloudfunctions.FunctionIamMember",
      args: invoker,
    },
    site,
  );
  const component: DictTerm = dict(site.span);
  setEntry(component, literal("function", site.span), made);
  setEntry(component, literal("httpsTriggerUrl", site.span), own("https_trigger_url"));
  return { ...component, open: gap(shownName, "is known when it runs", site.span) };
}
