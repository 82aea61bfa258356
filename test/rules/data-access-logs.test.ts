import { dataAccessLogs } from "../../src/rules/data-access-logs.ts";
import { testRule } from "../rule-tester.ts";

testRule(dataAccessLogs);
