import { wifAnyRef } from "../../src/rules/wif-any-ref.ts";
import { testRule } from "../rule-tester.ts";

testRule(wifAnyRef);
