import { expiredCondition } from "../../src/rules/expired-condition.ts";
import { testRule } from "../rule-tester.ts";

testRule(expiredCondition);
