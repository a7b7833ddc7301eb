package org.pydb.calcite.catalog;

import java.util.List;
import java.util.function.Function;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelOptTable;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.schema.Schema;

/**
 * Rows that an execution keeps, as a table that the rest of its statement reads. Immutable; made
 * for one statement.
 */
public final class KeptTable extends PydbRelation {
  private final List<String> names;
  private final Function<RelOptCluster, RelNode> rows;

  /**
   * Rows.
   *
   * @param names by which the statement knows them
   * @param rows the step that gives them
   */
  public KeptTable(List<String> names, RelDataType rowType, Function<RelOptCluster, RelNode> rows) {
    super(rowType);
    this.names = names;
    this.rows = rows;
  }

  @Override
  public RelNode toRel(RelOptTable.ToRelContext context) {
    return rows.apply(context.getCluster());
  }

  @Override
  public List<String> getQualifiedName() {
    return names;
  }

  @Override
  public Schema.TableType getJdbcTableType() {
    return Schema.TableType.TEMPORARY_TABLE;
  }

  @Override
  public String toString() {
    return String.join(".", names);
  }
}
