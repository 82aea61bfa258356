import { apiNotEnabled } from "../../src/rules/api-not-enabled.ts";
import { testRule } from "../rule-tester.ts";

testRule(apiNotEnabled);
