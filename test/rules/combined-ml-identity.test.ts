import { combinedMlIdentity } from "../../src/rules/combined-ml-identity.ts";
import { testRule } from "../rule-tester.ts";

testRule(combinedMlIdentity);
