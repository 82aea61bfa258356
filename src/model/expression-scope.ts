/** Where an expression means the same: Terraform's within a folder, all others within their file. */
export const expressionScope = (path: string): string =>
  /\.(?:tf|tofu|tfvars|tf\.json)$/.test(path) ? path.slice(0, Math.max(path.lastIndexOf("/"), 0)) : path;
