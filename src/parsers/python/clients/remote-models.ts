/** `CREATE MODEL … REMOTE WITH CONNECTION …` */
export const isRemoteModel = (query: string): boolean =>
  /\bCREATE\s+(?:OR\s+REPLACE\s+)?MODEL\b[\s\S]+\bREMOTE\s+WITH\s+CONNECTION\b/i.test(query);
