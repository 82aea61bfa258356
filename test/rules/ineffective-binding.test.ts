import { ineffectiveBinding } from "../../src/rules/ineffective-binding.ts";
import { testRule } from "../rule-tester.ts";

testRule(ineffectiveBinding);
