import { serviceAccountKey } from "../../src/rules/service-account-key.ts";
import { testRule } from "../rule-tester.ts";

testRule(serviceAccountKey);
