import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import {
  allPermissions,
  allRoles,
  catalogDate,
  catalogSize,
  catalogSource,
  nearestPermission,
  nearestRole,
  permissionExists,
  permissionsOfRole,
  roleContains,
  roleInfo,
  rolesContaining,
} from "../../src/gcp/role-table.ts";

/** Of `role permission` lines sorted by role and permission, computed from the fact table itself when it was imported. */
const membershipsHash = "a665384c53a364a5dd3b68235aaebbf5c8731015489f44f94d6908033d3a1cff";

describe("role table", () => {
  it("reads back every membership of the fact table", () => {
    const hash = createHash("sha256");
    let count = 0;
    for (const role of allRoles()) {
      for (const permission of permissionsOfRole(role)?.list() ?? []) {
        hash.update(`${role} ${permission}\n`);
        count++;
      }
    }
    expect(count).toBe(165_179);
    expect(hash.digest("hex")).toBe(membershipsHash);
    expect(catalogSize()).toEqual({ roles: 2464, permissions: 13_790, memberships: 165_179 });
    expect([catalogDate(), catalogSource()]).toEqual(["2026-08-22", "iann0036/iam-dataset 2073fa52ac00"]);
  });

  it("answers by number what it lists by name", () => {
    for (const role of allRoles().filter((_, index) => index % 40 === 0)) {
      const set = permissionsOfRole(role);
      const held = new Set(set?.list());
      expect(held.size, role).toBe(set?.size ?? 0);
      const wrong = allPermissions().filter((permission) => (set?.has(permission) ?? false) !== held.has(permission));
      expect(wrong, role).toEqual([]);
    }
  });

  it.each([
    ["roles/aiplatform.user", "live"],
    ["roles/cloudiot.admin", "retired"],
    ["roles/cloudfunctions.serviceAgent", "deprecated"],
    ["roles/writer", "undisclosed"],
    ["roles/meshconfig.viewer", "empty"],
    ["roles/iot.registryEditor", undefined],
    ["projects/p/roles/x", undefined],
    ["", undefined],
  ])("knows %s as %s", (name, kind) => {
    expect(roleInfo(name)?.kind).toBe(kind);
  });

  it("counts the kinds of the fact table", () => {
    const kinds = allRoles().map((name) => roleInfo(name)?.kind);
    expect(kinds.filter((kind) => kind === "retired")).toHaveLength(74);
    expect(kinds.filter((kind) => kind === "undisclosed")).toHaveLength(3);
    expect(kinds.filter((kind) => kind === "deprecated")).toHaveLength(5);
  });

  it("tells no from not known", () => {
    expect(roleContains("roles/aiplatform.user", "aiplatform.endpoints.create")).toBe(true);
    expect(roleContains("roles/aiplatform.viewer", "aiplatform.endpoints.create")).toBe(false);
    expect(roleContains("roles/meshconfig.viewer", "aiplatform.endpoints.create")).toBe(false);
    expect(roleContains("roles/writer", "aiplatform.endpoints.create")).toBeUndefined();
    expect(roleContains("roles/iot.registryEditor", "cloudiot.registries.update")).toBeUndefined();
  });

  it("finds the roles that hold a permission, but none that is retired", () => {
    expect(rolesContaining("cloudiot.registries.update")).toEqual([]);
    expect(rolesContaining("nothing.of.this")).toEqual([]);
    expect(rolesContaining("aiplatform.endpoints.create")).toContain("roles/aiplatform.user");
  });

  it("knows the two spellings of a pool's permission", () => {
    expect(permissionExists("iam.googleapis.com/workloadIdentityPools.create")).toBe(true);
    expect(permissionExists("iam.workloadIdentityPools.create")).toBe(true);
    expect(permissionExists("iam.workloadIdentityPools.destroy")).toBe(false);
    expect(roleContains("roles/iam.workloadIdentityPoolAdmin", "iam.workloadIdentityPools.create")).toBe(true);
  });

  it.each([
    ["roles/aiplatform.users", "roles/aiplatform.user"],
    ["roles/storage.objectviewer", "roles/storage.objectViewer"],
    ["roles/bigquery.dataEditr", "roles/bigquery.dataEditor"],
    ["roles/iot.registryEditor", undefined],
  ])("suggests for %s: %s", (name, suggestion) => {
    expect(nearestRole(name)).toBe(suggestion);
  });

  it("suggests permissions too", () => {
    expect(nearestPermission("aiplatform.endpoint.create")).toBe("aiplatform.endpoints.create");
    expect(nearestPermission("wholly.different.thing")).toBeUndefined();
  });
});
