import { DuckDBInstance } from "@duckdb/node-api";

/** Runs a query in a DuckDB of its own and gives the rows, every cell as text or null. */
export async function queryRows(query: string): Promise<readonly (readonly (string | null)[])[]> {
  const connection = await (await DuckDBInstance.create(":memory:")).connect();
  const result = await connection.runAndReadAll(query);
  return result.getRowsJson().map((row) => row.map((cell) => (cell === null ? null : String(cell))));
}
