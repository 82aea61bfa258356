import { missingVertexPermission } from "../../src/rules/missing-vertex-permission.ts";
import { testRule } from "../rule-tester.ts";

testRule(missingVertexPermission);
