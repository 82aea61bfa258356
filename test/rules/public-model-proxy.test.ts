import { publicModelProxy } from "../../src/rules/public-model-proxy.ts";
import { testRule } from "../rule-tester.ts";

testRule(publicModelProxy);
