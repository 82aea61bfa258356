import { workloadIdentityUserMisuse } from "../../src/rules/workload-identity-user-misuse.ts";
import { testRule } from "../rule-tester.ts";

testRule(workloadIdentityUserMisuse);
