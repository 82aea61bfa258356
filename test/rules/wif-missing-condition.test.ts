import { wifMissingCondition } from "../../src/rules/wif-missing-condition.ts";
import { testRule } from "../rule-tester.ts";

testRule(wifMissingCondition);
