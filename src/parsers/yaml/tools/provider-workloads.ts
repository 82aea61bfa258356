import { resourceTypeOfTerraform } from "../../../gcp/resource-types.ts";
import { workloadPathsOf } from "../../../gcp/terraform-resources.ts";
import type { Fact } from "../../../model/fact.ts";
import { accountPath } from "../manifests/kcc-refs.ts";
import { optional } from "../text/optional.ts";
import { isScalar } from "../text/tree.ts";
import { type ProviderResource, argumentOf, placeOf, projectOf } from "./provider-resource.ts";

const runsByDefault = (account: string): boolean => /^(?:compute|cloudbuild|appengine)-default$|^agent:/u.test(account);

/** What a resource runs, and as whom. */
export function providerWorkloads(resource: ProviderResource): readonly Fact[] {
  const type = resourceTypeOfTerraform(resource.terraform);
  return workloadPathsOf(resource.terraform).flatMap((path): readonly Fact[] => {
    const node = argumentOf(resource, path.path);
    const block = path.path.includes(".")
      ? argumentOf(resource, path.path.slice(0, path.path.lastIndexOf(".")))
      : resource.args;
    const absent = block === undefined ? (path.absent ?? path.default) : path.default;
    if (!isScalar(node) && !runsByDefault(absent)) return [];
    return [
      {
        kind: "workload",
        object: resource.object,
        type,
        purpose: path.purpose,
        ...optional("name", resource.value("name")),
        ...optional("project", projectOf(resource)),
        ...optional("location", resource.value("location") ?? resource.value("region") ?? resource.value("zone")),
        ...(isScalar(node) ? { account: accountPath(resource.scalar(node)) } : {}),
        defaultAccount: absent,
        ...placeOf(resource),
      },
    ];
  });
}
