/** A property that is left out when there is no value for it: `exactOptionalPropertyTypes` tells the two apart. */
export const optional = <K extends string, T>(key: K, value: T | undefined): { readonly [P in K]?: T } =>
  (value === undefined ? {} : { [key]: value }) as { readonly [P in K]?: T };
