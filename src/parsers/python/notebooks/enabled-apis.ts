import type { ApiEnablement } from "../../../model/fact.ts";
import { spanOf } from "../../../model/source.ts";
import { known } from "../../../model/value.ts";
import type { Cell } from "./json-cells.ts";

/** `https://console.cloud.google.com/flows/enableapi?apiid=aiplatform.googleapis.com,compute_component` */
const link =
  /console\.(?:cloud|developers)\.google\.com\/(?:flows\/enableapi|apis\/enableflow)\?(?:[\w=&;]*[&;])?apiid=([\w.,%-]+)|console\.(?:cloud|developers)\.google\.com\/apis\/(?:library|api)\/([\w.-]+)/g;

/** APIs that the text of a notebook tells its reader to enable; in which project, the reader knows. */
export function enabledApis(path: string, cells: readonly Cell[]): readonly ApiEnablement[] {
  return cells
    .filter(({ kind }) => kind === "markdown")
    .flatMap((cell) =>
      [...cell.text.matchAll(link)].flatMap((match) => {
        const span = spanOf(path, cell.offsets[match.index] ?? 0, cell.offsets[match.index + match[0].length - 1] ?? 0);
        return (match[1] ?? match[2] ?? "").split(/,|%2C/i).map((id): ApiEnablement => ({
          kind: "api",
          span,
          conditional: true,
          dialect: "python",
          service: known(serviceOf(id), span),
          enabled: true,
        }));
      }),
    );
}

/** `compute_component` is an older name. */
const serviceOf = (id: string): string =>
  id.includes(".") ? id : `${id.replace(/[_-]component$/, "")}.googleapis.com`;
