import type { Location as SarifLocation, PhysicalLocation, Region as SarifRegion } from "sarif";
import type { Region } from "../../model/report.ts";
import { uriOf } from "./uri.ts";

const physicalLocation = (region: Region): PhysicalLocation => ({
  artifactLocation: { uri: uriOf(region.path), uriBaseId: "%SRCROOT%" },
  region: sarifRegion(region),
});

export const sarifRegion = ({ line, column, endLine, endColumn }: Region): SarifRegion => ({
  startLine: line,
  startColumn: column,
  endLine,
  endColumn,
});

export const place = (region: Region, text?: string, id?: number): SarifLocation => ({
  ...(id === undefined ? {} : { id }),
  physicalLocation: physicalLocation(region),
  ...(text === undefined ? {} : { message: { text } }),
});
