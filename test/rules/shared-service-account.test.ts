import { sharedServiceAccount } from "../../src/rules/shared-service-account.ts";
import { testRule } from "../rule-tester.ts";

testRule(sharedServiceAccount);
