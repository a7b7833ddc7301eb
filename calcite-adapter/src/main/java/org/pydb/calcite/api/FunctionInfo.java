package org.pydb.calcite.api;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pydb.engine.schema.ColumnType;

/**
 * A function for metadata: one of several of its name, told apart by what they take.
 *
 * @param specificName what no other function of the schema has
 * @param givesRows whether it stands in FROM and gives rows
 */
public record FunctionInfo(
    String schema,
    String name,
    String specificName,
    boolean givesRows,
    Type result,
    List<Type> parameters) {

  /** Keeps its own list. */
  public FunctionInfo {
    parameters = List.copyOf(parameters);
  }

  /**
   * What it takes or gives.
   *
   * @param name as PostgreSQL's catalog has it: {@code int4}, {@code anyelement} …
   * @param columnType null if no column can be of it
   */
  public record Type(String name, @Nullable ColumnType columnType) {}
}
