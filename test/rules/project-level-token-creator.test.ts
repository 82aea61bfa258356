import { projectLevelTokenCreator } from "../../src/rules/project-level-token-creator.ts";
import { testRule } from "../rule-tester.ts";

testRule(projectLevelTokenCreator);
