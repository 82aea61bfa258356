import { customRoleLockdown } from "../../src/rules/custom-role-lockdown.ts";
import { testRule } from "../rule-tester.ts";

testRule(customRoleLockdown, { trustedRoleAdmins: ["group:role-admins@example.com"] });
