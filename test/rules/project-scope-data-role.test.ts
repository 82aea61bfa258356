import { projectScopeDataRole } from "../../src/rules/project-scope-data-role.ts";
import { testRule } from "../rule-tester.ts";

testRule(projectScopeDataRole);
