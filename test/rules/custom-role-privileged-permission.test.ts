import { customRolePrivilegedPermission } from "../../src/rules/custom-role-privileged-permission.ts";
import { testRule } from "../rule-tester.ts";

testRule(customRolePrivilegedPermission);
