package org.pydb.calcite.plan;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.catalog.PydbCatalogReader;
import org.pydb.calcite.catalog.PydbTable;
import org.pydb.calcite.catalog.PydbView;
import org.pydb.calcite.error.Suggestions;
import org.pydb.calcite.function.PydbOperatorTable;
import org.pydb.engine.schema.ColumnDefinition;
import org.pydb.engine.schema.TableDefinition;
import org.pydb.engine.schema.ViewDefinition;

/** The names that a statement might have meant. Looked up only when it is wrong. */
final class StatementSuggestions implements Suggestions {
  private final PlanningCatalog catalog;
  private final List<String> searchPath;
  private final Set<List<String>> names = new LinkedHashSet<>();

  /** Notes all names in a statement, which planning will change. */
  StatementSuggestions(SqlNode statement, PlanningCatalog catalog, List<String> searchPath) {
    this.catalog = catalog;
    this.searchPath = searchPath;
    statement.accept(
        new SqlBasicVisitor<@Nullable Void>() {
          @Override
          public @Nullable Void visit(SqlIdentifier identifier) {
            names.add(identifier.names);
            return null;
          }

          @Override
          public @Nullable Void visit(SqlCall call) {
            for (SqlNode operand : call.getOperandList()) {
              if (operand != null) {
                operand.accept(this);
              }
            }
            return null;
          }
        });
  }

  @Override
  public Collection<String> tables() {
    Set<String> tables = new LinkedHashSet<>();
    for (TableDefinition table : catalog.tables().catalog().tables()) {
      boolean isOnPath = searchPath.contains(table.schema());
      tables.add(isOnPath ? table.name() : table.qualifiedName());
    }
    for (ViewDefinition view : catalog.tables().catalog().views()) {
      tables.add(searchPath.contains(view.schema()) ? view.name() : view.qualifiedName());
    }
    return tables;
  }

  @Override
  public Collection<String> columns() {
    PydbCatalogReader reader = new PydbCatalogReader(catalog.tables(), searchPath);
    Set<String> columns = new LinkedHashSet<>();
    for (List<String> name : names) {
      PydbTable table = reader.find(name);
      if (table != null) {
        table.definition().visibleColumns().stream()
            .map(ColumnDefinition::name)
            .forEach(columns::add);
      }
      PydbView view = reader.findView(name);
      if (view != null) {
        columns.addAll(view.getRowType().getFieldNames());
      }
    }
    return columns;
  }

  @Override
  public Collection<String> functions() {
    Set<String> names = PydbOperatorTable.INSTANCE.functionNames();
    names.addAll(catalog.functions().names());
    return names;
  }
}
