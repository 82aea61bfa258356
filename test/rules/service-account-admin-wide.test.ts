import { serviceAccountAdminWide } from "../../src/rules/service-account-admin-wide.ts";
import { testRule } from "../rule-tester.ts";

testRule(serviceAccountAdminWide);
