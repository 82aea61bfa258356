/** `deployedModel.serviceAccount`: `deployed_model.service_account`, as Terraform and Python spell it. */
export const snakeCase = (name: string): string => name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** `service_account`: `serviceAccount`, as the HTTP API and JavaScript spell it. */
export const camelCase = (name: string): string =>
  name.replaceAll(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
