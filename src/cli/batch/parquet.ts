import type { Cell } from "../../reporters/text/csv.ts";
import type { Table } from "./tables.ts";

/** A table as Parquet, nulls where a cell is empty; DuckDB and BigQuery read it as it is. */
export async function parquetOf({ columns, rows }: Table): Promise<Uint8Array> {
  const { parquetWriteBuffer } = await import("hyparquet-writer");
  const columnData = columns.map(({ name, type }, at) => ({
    name,
    type,
    nullable: true,
    data: rows.map((row): Exclude<Cell, undefined> | null => row[at] ?? null),
  }));
  return new Uint8Array(parquetWriteBuffer({ columnData }));
}
