import { adminRoleOnServiceAccount } from "../../src/rules/admin-role-on-service-account.ts";
import { testRule } from "../rule-tester.ts";

testRule(adminRoleOnServiceAccount, { trustedDeployers: ["serviceAccount:terraform@ml-prod.iam.gserviceaccount.com"] });
