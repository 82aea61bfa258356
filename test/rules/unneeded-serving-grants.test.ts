import { unneededServingGrants } from "../../src/rules/unneeded-serving-grants.ts";
import { testRule } from "../rule-tester.ts";

testRule(unneededServingGrants);
