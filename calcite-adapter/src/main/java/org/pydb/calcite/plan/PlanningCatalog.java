package org.pydb.calcite.plan;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.catalog.Catalog;
import org.pydb.calcite.catalog.CatalogTables;
import org.pydb.calcite.catalog.PydbTable;
import org.pydb.calcite.function.JavaFunctions;
import org.pydb.engine.schema.TableDefinition;
import org.pydb.engine.schema.ViewDefinition;

/**
 * A catalog, with what planning has derived from it: make one for each {@link Catalog} and keep it
 * as long. Thread-safe.
 */
public final class PlanningCatalog {
  /** A text or a number within an expression; a digit of a name is taken for one. */
  private static final Pattern LITERAL = Pattern.compile("['0-9]");

  private final CatalogTables tables;
  private final JavaFunctions functions;

  /** Made when first asked for. */
  private volatile @Nullable Set<String> withLiterals;

  private final ConcurrentHashMap<PydbTable, TableExpressions> expressions =
      new ConcurrentHashMap<>();

  /** Planning over a catalog, without functions in Java. */
  public PlanningCatalog(Catalog catalog) {
    this(catalog, JavaFunctions.NONE);
  }

  /** Planning over a catalog. */
  public PlanningCatalog(Catalog catalog, JavaFunctions functions) {
    this.functions = functions;
    this.tables =
        new CatalogTables(
            catalog,
            view -> ViewQuery.of(view).rowType(this),
            table -> expressions(table).computed());
  }

  /** The tables. */
  CatalogTables tables() {
    return tables;
  }

  /** The functions that statements may call besides SQL's own. */
  JavaFunctions functions() {
    return functions;
  }

  /**
   * Whether plans of a statement depend on its literals, since an index that may serve it has an
   * expression with literals: they must be the same. Says so in doubt, going by names alone.
   */
  boolean mustKnowLiterals(SqlNode statement) {
    Set<String> names = withLiterals();
    if (names.isEmpty()) {
      return false;
    }
    boolean[] found = {false};
    statement.accept(
        new SqlBasicVisitor<@Nullable Void>() {
          @Override
          public @Nullable Void visit(SqlIdentifier identifier) {
            found[0] |= names.contains(identifier.names.get(identifier.names.size() - 1));
            return null;
          }
        });
    return found[0];
  }

  /** The names of tables that have such indexes, and of views, which may be on those tables. */
  private Set<String> withLiterals() {
    Set<String> known = withLiterals;
    if (known == null) {
      known = new HashSet<>();
      for (TableDefinition table : tables.catalog().tables()) {
        boolean hasAny =
            table.columns().stream()
                .skip(table.visibleCount())
                .anyMatch(column -> LITERAL.matcher(column.name()).find());
        if (hasAny) {
          known.add(table.name());
        }
      }
      if (!known.isEmpty()) {
        for (ViewDefinition view : tables.catalog().views()) {
          known.add(view.name());
        }
      }
      withLiterals = known;
    }
    return known;
  }

  /** The defaults and checks of a table. */
  TableExpressions expressions(PydbTable table) {
    TableExpressions known = expressions.get(table);
    return known != null
        ? known
        : expressions.computeIfAbsent(table, key -> TableExpressions.of(this, key));
  }
}
