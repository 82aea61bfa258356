import { basicRoleOwner } from "../../src/rules/basic-role-owner.ts";
import { testRule } from "../rule-tester.ts";

testRule(basicRoleOwner, { breakGlass: ["group:gcp-breakglass@example.com"] });
