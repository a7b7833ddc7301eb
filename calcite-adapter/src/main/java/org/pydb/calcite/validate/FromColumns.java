package org.pydb.calcite.validate;

import java.util.HashSet;
import java.util.Set;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlWithItem;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.catalog.PydbCatalogReader;
import org.pydb.calcite.catalog.PydbTable;
import org.pydb.engine.schema.ColumnDefinition;

/**
 * The names of the columns that FROM brings, told before names are resolved, once {@link
 * InnerNames} has named those of queries. There may be some too many, never too few.
 */
final class FromColumns {
  private final PydbCatalogReader catalog;

  /** Names that mean queries rather than tables somewhere in the statement. */
  private final Set<String> queries = new HashSet<>();

  /** Prepares for a statement. */
  FromColumns(PydbCatalogReader catalog, SqlNode statement) {
    this.catalog = catalog;
    statement.accept(
        new SqlBasicVisitor<@Nullable Void>() {
          @Override
          public @Nullable Void visit(SqlCall call) {
            if (call instanceof SqlWithItem item) {
              queries.add(item.name.getSimple());
            }
            return super.visit(call);
          }
        });
  }

  /** The names of all columns; null if they cannot be told. */
  @Nullable Set<String> of(@Nullable SqlNode from) {
    Set<String> names = new HashSet<>();
    return from == null || add(from, names) ? names : null;
  }

  /** Adds the names of a table, a query or a join; false if they cannot be told. */
  private boolean add(SqlNode from, Set<String> names) {
    if (from instanceof SqlIdentifier table) {
      return addTable(table, names);
    }
    if (!(from instanceof SqlCall call)) {
      return false;
    }
    return switch (call.getKind()) {
      case JOIN ->
          add(((SqlJoin) call).getLeft(), names) && add(((SqlJoin) call).getRight(), names);
      case AS -> {
        call.getOperandList().stream()
            .skip(2)
            .forEach(column -> names.add(((SqlIdentifier) column).getSimple()));
        yield add(call.operand(0), names);
      }
      case LATERAL, UNION, INTERSECT, EXCEPT, ORDER_BY -> add(call.operand(0), names);
      case WITH -> add(call.operand(1), names);
      case SELECT -> addItems((SqlSelect) call, names);
      case VALUES -> true; // Its columns are named around it.
      default -> false;
    };
  }

  private boolean addTable(SqlIdentifier name, Set<String> names) {
    PydbTable table =
        name.isSimple() && queries.contains(name.getSimple()) ? null : catalog.find(name.names);
    if (table == null) {
      return false;
    }
    table.definition().columns().stream().map(ColumnDefinition::name).forEach(names::add);
    return true;
  }

  private boolean addItems(SqlSelect select, Set<String> names) {
    for (SqlNode item : select.getSelectList()) {
      if (item.getKind() == SqlKind.AS) {
        names.add(((SqlIdentifier) ((SqlCall) item).operand(1)).getSimple());
      } else if (item instanceof SqlIdentifier column && !column.isStar()) {
        names.add(column.names.get(column.names.size() - 1));
      } else if (select.getFrom() == null || !add(select.getFrom(), names)) {
        return false;
      }
    }
    return true;
  }
}
