import { excessVertexRole } from "../../src/rules/excess-vertex-role.ts";
import { testRule } from "../rule-tester.ts";

testRule(excessVertexRole);
