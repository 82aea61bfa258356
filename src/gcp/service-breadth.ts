import { allPermissions, allRoles, permissionsOfRole, roleInfo } from "./role-table.ts";

/** A service that a set of permissions covers as a wildcard would. */
export interface CoveredService {
  readonly service: string;
  readonly held: number;
  readonly known: number;
  /** `roles/storage.admin`, where everything in it is held. */
  readonly admin?: string;
}

/** Fewer permissions than this are a list that somebody wrote, even if they are all there are. */
const leastOfService = 10;
const largeService = 50;

/** The services of which the permissions are all, nearly all, or at least what the service's admin role holds. */
export function coveredServices(permissions: ReadonlySet<string>): readonly CoveredService[] {
  const covered: CoveredService[] = [];
  for (const [service, held] of countsOf(permissions)) {
    const known = sizes().get(service) ?? 0;
    if (held < leastOfService || known < leastOfService) continue;
    const admin = adminWithin(service, permissions);
    const nearlyAll = known >= largeService && held >= 0.9 * known;
    if (held < known && !nearlyAll && admin === undefined) continue;
    covered.push({ service, held, known, ...(admin === undefined ? {} : { admin }) });
  }
  return covered;
}

/** `aiplatform` of `aiplatform.endpoints.create`, `iam` of `iam.googleapis.com/workloadIdentityPools.get`. */
export const serviceOf = (permission: string): string => permission.slice(0, permission.indexOf("."));

function adminWithin(service: string, permissions: ReadonlySet<string>): string | undefined {
  const admins = allRoles().filter((role) => role === `roles/${service}.admin`);
  return admins.find((role) => {
    const own =
      permissionsOfRole(role)
        ?.list()
        .filter((permission) => serviceOf(permission) === service) ?? [];
    const offered = roleInfo(role)?.kind === "live";
    return offered && own.length >= leastOfService && own.every((permission) => permissions.has(permission));
  });
}

let knownSizes: ReadonlyMap<string, number> | undefined;

const sizes = (): ReadonlyMap<string, number> => (knownSizes ??= countsOf(allPermissions()));

function countsOf(permissions: Iterable<string>): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const permission of permissions) {
    const service = serviceOf(permission);
    counts.set(service, (counts.get(service) ?? 0) + 1);
  }
  return counts;
}
