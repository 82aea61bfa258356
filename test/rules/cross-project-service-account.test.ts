import { crossProjectServiceAccount } from "../../src/rules/cross-project-service-account.ts";
import { testRule } from "../rule-tester.ts";

testRule(crossProjectServiceAccount);
