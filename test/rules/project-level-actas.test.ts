import { projectLevelActas } from "../../src/rules/project-level-actas.ts";
import { testRule } from "../rule-tester.ts";

testRule(projectLevelActas);
