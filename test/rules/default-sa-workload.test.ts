import { defaultSaWorkload } from "../../src/rules/default-sa-workload.ts";
import { testRule } from "../rule-tester.ts";

testRule(defaultSaWorkload);
