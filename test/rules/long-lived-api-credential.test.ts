import { longLivedApiCredential } from "../../src/rules/long-lived-api-credential.ts";
import { testRule } from "../rule-tester.ts";

testRule(longLivedApiCredential);
