import { canSetIamPolicy } from "../../src/rules/can-set-iam-policy.ts";
import { testRule } from "../rule-tester.ts";

testRule(canSetIamPolicy, { trustedDeployers: ["serviceAccount:iam-apply@ml-prod.iam.gserviceaccount.com"] });
