import { assignEnvironment, environmentItem, setVariable } from "./environment.ts";
import { entriesOf } from "./clients/access-entries.ts";
import { className } from "./clients/class-names.ts";
import { callClient } from "./clients/index.ts";
import { restCall } from "./clients/rest.ts";
import { callBuiltin } from "./eval/builtins.ts";
import { callTerm } from "./eval/calls.ts";
import type { Packages } from "./eval/machine.ts";
import { bigqueryMagic } from "./notebooks/bigquery-magic.ts";
import { callNotebookShell, callShell, isShellCall } from "./notebooks/shell-calls.ts";
import { callPulumi, memberOfPulumi, setPulumiMember } from "./pulumi/index.ts";
import { callExecutor } from "./executors.ts";
import { callStandard } from "./standard-library.ts";
import { knownText } from "./terms.ts";

/** What is known of packages: one line each. */
export const packages: Packages = {
  className: (name) => {
    const short = className(name);
    return short !== name && /(?:^|\.)[A-Z]\w*$/.test(short) ? short : undefined;
  },
  called: (machine, external, args, site) => {
    const name = external.self === undefined ? external.name : `${external.self.of}.${external.name}`;
    // A property of a class of the program.
    if (name === "property")
      return args.positional[0] && callTerm(machine, args.positional[0], { positional: [], named: new Map() }, site);
    if (name === "builtins.__shell__") return callNotebookShell(machine, args, site);
    if (name === "builtins.__environ__" && args.positional[1])
      setVariable(machine, knownText(args.positional[0]), args.positional[1], site);
    if (name === "builtins.__bigquery__") bigqueryMagic(machine, args, site);
    if (isShellCall(name)) callShell(machine, name, args, site);
    if (name.startsWith("builtins."))
      return callBuiltin(name.slice(9), args, site) ?? callStandard(machine, name, args, site, external.self);
    if (/^pulumi(?:_gcp)?\./.test(name)) return callPulumi(machine, external, name, args, site);
    restCall(machine, external, args, site);
    return (
      callExecutor(machine, name, args, site) ??
      callStandard(machine, name, args, site) ??
      callClient(machine, external, args, site)
    );
  },
  member: (machine, external, name, site) =>
    memberOfPulumi(machine, external, name, site) ??
    environmentItem(machine, external, name, site) ??
    entriesOf(external, name, site),
  assignedItem: (machine, object, key, value, site) => assignEnvironment(machine, object, key, value, site),
  assignedMember: (machine, object, name, value) => setPulumiMember(machine, object, name, value),
};
