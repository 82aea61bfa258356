import { crossProjectModelGet } from "../../src/rules/cross-project-model-get.ts";
import { testRule } from "../rule-tester.ts";

testRule(crossProjectModelGet);
