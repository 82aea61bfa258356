import { missingBigqueryWrite } from "../../src/rules/missing-bigquery-write.ts";
import { testRule } from "../rule-tester.ts";

testRule(missingBigqueryWrite);
