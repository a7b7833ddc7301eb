package org.pydb.calcite.validate;

import java.util.List;
import java.util.stream.IntStream;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.jspecify.annotations.Nullable;

/**
 * Sorts by what is selected also where that has its name of PostgreSQL only: {@code select id::text
 * from t order by id} is in the order of texts, and {@code select max(a) from t group by b order by
 * max} is no error. Such a column gets the name, before names are resolved.
 */
final class OrderLabels extends SqlBasicVisitor<@Nullable Void> {

  private OrderLabels() {}

  /** Names such columns of a statement, in place. */
  static void give(SqlNode statement) {
    statement.accept(new OrderLabels());
  }

  @Override
  public @Nullable Void visit(SqlCall call) {
    if (call instanceof SqlOrderBy order && order.query instanceof SqlSelect select) {
      for (SqlNode key : order.orderList) {
        if (value(key) instanceof SqlIdentifier name && name.isSimple()) {
          name(select.getSelectList(), name.getSimple());
        }
      }
    }
    return super.visit(call);
  }

  private static SqlNode value(SqlNode key) {
    return switch (key.getKind()) {
      case DESCENDING, NULLS_FIRST, NULLS_LAST -> value(((SqlCall) key).operand(0));
      default -> key;
    };
  }

  /** Unless several have that name, or a star may bring one. */
  private static void name(SqlNodeList items, String name) {
    List<Integer> found =
        IntStream.range(0, items.size())
            .filter(i -> isStar(items.get(i)) || ColumnLabels.of(items.get(i)).equals(name))
            .boxed()
            .toList();
    if (found.size() == 1) {
      SqlNode item = items.get(found.get(0));
      if (!(item instanceof SqlIdentifier) && item.getKind() != SqlKind.AS) {
        items.set(found.get(0), InnerNames.as(item, name));
      }
    }
  }

  private static boolean isStar(SqlNode item) {
    return item instanceof SqlIdentifier name && name.isStar();
  }
}
