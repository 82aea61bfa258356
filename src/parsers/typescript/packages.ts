import { setSetting } from "../../gcp/configured-resources.ts";
import { callCdktf, callGoogleProvider, callResource, memberOfCdktf, noteConstruct } from "./cdktf.ts";
import { assignClient, callClient, clientNamed } from "./clients/index.ts";
import { callGlobal } from "./eval/globals.ts";
import type { Machine, Packages, Site } from "./eval/machine.ts";
import { callFile } from "./files.ts";
import { callGcp, callOnResource, callPulumi, memberOfGcp, noteComponent } from "./pulumi/index.ts";
import { resourcesOf } from "./resources.ts";
import type { ExternalTerm, Term } from "./terms.ts";

const isGoogleProvider = (name: string): boolean => /^@cdktf\/provider-google(?:-beta)?$/.test(name);

/** What is known of packages: one line each. */
export const packages: Packages = {
  called: (machine, external, site) => {
    const { package: from, steps } = external;
    if (from === "global") return callGlobal(machine, external, site) ?? callClient(machine, external, site);
    if (from === "@pulumi/pulumi") return callPulumi(machine, external, site);
    if (from === "@pulumi/gcp") return callGcp(machine, external, site);
    if (isGoogleProvider(from)) return callGoogleProvider(machine, external, site);
    if (from === "cdktf") return callCdktf(machine, external, site);
    if (from === "fs" || from === "path" || from === "fs/promises") return callFile(machine, external, site);
    if (from === "resource") return ofResource(machine, external, site);
    const [made] = steps;
    if (from === "super" && made?.kind === "new") {
      noteComponent(made.args);
      noteConstruct(machine, made.args);
    }
    return callClient(machine, external, site);
  },
  member: (machine, external, site) => {
    if (external.package === "@pulumi/gcp") return memberOfGcp(machine, external, site);
    if (external.package === "cdktf") return memberOfCdktf(external, site);
    return undefined;
  },
  named: clientNamed,
  assigned: (machine, external, value, site) => {
    const [object, name] = external.steps;
    if (external.package !== "resource") assignClient(machine, external, value, site);
    else if (object?.kind === "member" && name?.kind === "member")
      setSetting(resourcesOf(machine), object.name, name.name, value, machine.uncertain === 0);
  },
};

function ofResource(machine: Machine, { steps }: ExternalTerm, site: Site): Term | undefined {
  const [object, method, call] = steps;
  if (object?.kind !== "member" || method?.kind !== "member" || call?.kind !== "call") return undefined;
  return (
    callOnResource(machine, method.name, call.args, site) ??
    callResource(machine, object.name, method.name, call.args, site)
  );
}
