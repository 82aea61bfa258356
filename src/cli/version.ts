import manifest from "../../package.json" with { type: "json" };

export const version: string = manifest.version;

/** Set once the project has a home on the web: until then reports carry no links to it. */
export const homepage: string | undefined = "homepage" in manifest ? String(manifest.homepage) : undefined;
