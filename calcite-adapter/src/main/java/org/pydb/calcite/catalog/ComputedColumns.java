package org.pydb.calcite.catalog;

import java.util.Map;
import java.util.Set;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.sql.type.SqlTypeName;
import org.pydb.calcite.type.PydbTypeFactory;
import org.pydb.engine.schema.IndexDefinition;

/**
 * The expressions behind a table's hidden columns, over its columns by their ordinals: what indexes
 * have in their keys, and which rows partial ones have. Immutable; thread-safe.
 *
 * @param expressions by the ordinal of the hidden column
 * @param keys the ordinals of those that are in the key of an index
 */
public record ComputedColumns(Map<Integer, RexNode> expressions, Set<Integer> keys) {

  private static final RelDataType BOOLEAN =
      PydbTypeFactory.INSTANCE.createSqlType(SqlTypeName.BOOLEAN);

  /** Of a table without hidden columns. */
  public static final ComputedColumns NONE = new ComputedColumns(Map.of(), Set.of());

  /** Takes copies. */
  public ComputedColumns {
    expressions = Map.copyOf(expressions);
    keys = Set.copyOf(keys);
  }

  /** Whether there are none. */
  public boolean isEmpty() {
    return expressions.isEmpty();
  }

  /**
   * The condition of a partial index, as it stands in conditions that {@link #read} hidden columns.
   *
   * @throws IllegalArgumentException if it is an index of all rows
   */
  public RexNode conditionOf(IndexDefinition index) {
    if (!index.isPartial()) {
      throw new IllegalArgumentException(index.name() + " is no partial index");
    }
    RexNode computed = expressions.get(index.condition());
    return computed == null ? new RexInputRef(index.condition(), BOOLEAN) : read(computed);
  }

  /**
   * An expression over the columns of the table that reads a hidden column instead of computing
   * what that holds. Its type stays what it is, to the last: so it may stand where it stood.
   */
  public RexNode read(RexNode expression) {
    return keys.isEmpty() ? expression : expression.accept(new Reading());
  }

  private final class Reading extends RexShuttle {
    @Override
    public RexNode visitCall(RexCall call) {
      for (int key : keys) {
        if (call.equals(expressions.get(key))) {
          return new RexInputRef(key, call.getType());
        }
      }
      return super.visitCall(call);
    }
  }
}
