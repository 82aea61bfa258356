import { wifForHumans } from "../../src/rules/wif-for-humans.ts";
import { testRule } from "../rule-tester.ts";

testRule(wifForHumans);
