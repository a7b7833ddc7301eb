package org.pydb.calcite.ddl;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlUtil;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.api.ColumnInfo;
import org.pydb.calcite.api.SqlError;
import org.pydb.calcite.catalog.SearchPath;
import org.pydb.calcite.catalog.TemporarySchemas;
import org.pydb.calcite.error.PlacedError;
import org.pydb.calcite.parser.CreateView;
import org.pydb.calcite.parser.PlainSelect;
import org.pydb.calcite.parser.PydbDialect;
import org.pydb.calcite.parser.ViewShape;
import org.pydb.calcite.plan.BoundQuery;
import org.pydb.calcite.type.TypeNames;
import org.pydb.engine.catalog.Catalog;
import org.pydb.engine.schema.ColumnDefinition;
import org.pydb.engine.schema.SequenceDefinition;
import org.pydb.engine.schema.TableDefinition;
import org.pydb.engine.schema.ViewDefinition;
import org.pydb.engine.table.Transaction;

/**
 * CREATE VIEW, and other names for views and for what they use. What is kept is the query with all
 * its names written out, so that it means the same whatever is defined later.
 */
final class ViewExecutor {
  private final Transaction transaction;
  private final SearchPath path;
  private final Statements statements;

  ViewExecutor(Transaction transaction, SearchPath path, Statements statements) {
    this.transaction = transaction;
    this.path = path;
    this.statements = statements;
  }

  // ------------------------------------------------------------------ making

  void create(CreateView statement) {
    Catalog catalog = transaction.catalog();
    RelationName name = RelationName.ofNew(statement.name(), path, catalog);
    ViewDefinition before = null;
    if (name.isTaken(catalog)) {
      if (!statement.replace()) {
        throw RelationName.taken(statement.name(), name.name());
      }
      before = name.view(catalog, false);
    }
    ViewDefinition made =
        checking(definition(name, before, statement.columns(), statement.query()), statement);
    if (before != null) {
      checkReplaced(statement, before, made);
    }
    transaction.design().createView(made);
    prove(made);
  }

  /**
   * What is kept of a query.
   *
   * @param before what it takes the place of; null for nothing
   */
  ViewDefinition definition(
      RelationName name, @Nullable ViewDefinition before, SqlNodeList names, SqlNode query) {
    BoundQuery bound = statements.bind(query);
    List<ColumnDefinition> columns = columns(bound.columns(), names, query);
    Set<Integer> uses = new TreeSet<>(bound.uses());
    SqlNode kept =
        SequenceUse.qualified(
            bound.query(), path, transaction.catalog(), sequence -> uses.add(sequence.id()));
    for (int used : uses) {
      TableDefinition table = transaction.catalog().table(used);
      if (table != null && TemporarySchemas.isOne(table.schema())) {
        throw new PlacedError(
            query,
            "0A000",
            "views over temporary tables are not supported: \"" + table.name() + "\" is temporary");
      }
    }
    return new ViewDefinition(
        before == null ? transaction.design().newId() : before.id(),
        before == null ? 1 : before.version() + 1,
        name.schema(),
        name.name(),
        PydbDialect.text(kept),
        columns,
        List.copyOf(uses),
        before == null ? Map.of() : before.attributes());
  }

  /** The view with what it wants of rows that are written through it. */
  private static ViewDefinition checking(ViewDefinition view, CreateView statement) {
    Map<String, String> attributes = new HashMap<>(view.attributes());
    attributes.remove(ViewDefinition.CHECK_OPTION);
    if (statement.check() != CreateView.Check.NONE) {
      try {
        SqlNode condition = ViewShape.of(Trees.parseQuery(view.query())).condition();
        if (condition != null && SqlUtil.containsCall(condition, call -> call.isA(SqlKind.QUERY))) {
          throw new PlacedError(
              statement.query(), "0A000", "WITH CHECK OPTION is not supported with sub-queries");
        }
      } catch (SqlError e) {
        throw new PlacedError(
            statement.query(),
            "0A000",
            "WITH CHECK OPTION is supported only on automatically updatable views: "
                + e.getMessage());
      }
      attributes.put(ViewDefinition.CHECK_OPTION, statement.check().name());
    }
    return attributes.equals(view.attributes()) ? view : view.withAttributes(attributes);
  }

  /** Plans the view: what is kept must mean what was meant. */
  private void prove(ViewDefinition view) {
    try {
      List<ColumnInfo> unused =
          statements.columns(
              PlainSelect.of(
                  Trees.NOWHERE,
                  List.of(SqlIdentifier.star(Trees.NOWHERE)),
                  Trees.name(view.schema(), view.name()),
                  null));
    } catch (SqlError e) {
      if (!e.state().equals(MaterializedViewExecutor.NOT_FILLED)) {
        throw e; // It may use what has no rows yet.
      }
    }
  }

  /**
   * The columns of what is made from a query.
   *
   * @param names of the first of them; the others have those of the query's
   */
  static List<ColumnDefinition> columns(List<ColumnInfo> found, SqlNodeList names, SqlNode query) {
    if (names.size() > found.size()) {
      throw new PlacedError(names, "42601", "too many column names were specified");
    }
    List<ColumnDefinition> columns = new ArrayList<>();
    for (int i = 0; i < found.size(); i++) {
      SqlNode given = i < names.size() ? names.get(i) : null;
      String name = given == null ? found.get(i).label() : ((SqlIdentifier) given).getSimple();
      if (columns.stream().anyMatch(column -> column.name().equals(name))) {
        throw new PlacedError(
            given == null ? query : given,
            "42701",
            "column \"" + name + "\" specified more than once");
      }
      columns.add(new ColumnDefinition(name, found.get(i).type(), true));
    }
    return columns;
  }

  /** What uses a view must be able to go on: its columns stay, and new ones come last. */
  private void checkReplaced(CreateView statement, ViewDefinition before, ViewDefinition made) {
    List<ColumnDefinition> columns = made.columns();
    if (columns.size() < before.columns().size()) {
      throw new PlacedError(statement.query(), "42P16", "cannot drop columns from view");
    }
    for (int i = 0; i < before.columns().size(); i++) {
      ColumnDefinition old = before.columns().get(i);
      ColumnDefinition now = columns.get(i);
      if (!old.name().equals(now.name())) {
        throw new PlacedError(
            statement.query(),
            "42P16",
            "cannot change name of view column \"" + old.name() + "\" to \"" + now.name() + "\"");
      }
      if (!old.type().equals(now.type())) {
        throw new PlacedError(
            statement.query(),
            "42P16",
            "cannot change data type of view column \""
                + old.name()
                + "\" from "
                + TypeNames.of(old.type())
                + " to "
                + TypeNames.of(now.type()));
      }
    }
    if (reaches(made.uses(), before.id())) {
      throw new PlacedError(
          statement.name(),
          "42P17",
          "view \"" + before.name() + "\" would use itself: infinite recursion");
    }
  }

  private boolean reaches(List<Integer> uses, int view) {
    Deque<Integer> open = new ArrayDeque<>(uses);
    Set<Integer> met = new HashSet<>(uses);
    while (!open.isEmpty()) {
      int id = open.pop();
      if (id == view) {
        return true;
      }
      ViewDefinition used = transaction.catalog().view(id);
      for (int next : used == null ? List.<Integer>of() : used.uses()) {
        if (met.add(next)) {
          open.push(next);
        }
      }
    }
    return false;
  }

  // ------------------------------------------------------------------ other names

  /** Before a table or view gets another name: writes that into the views over it. */
  void rename(int id, String schema, String name) {
    Map<Integer, List<String>> names = Map.of(id, List.of(schema, name));
    List<ViewDefinition> changed = new ArrayList<>();
    for (ViewDefinition view : transaction.catalog().views()) {
      if (view.uses().contains(id)) {
        changed.add(view.withQuery(PydbDialect.text(statements.renamed(view, names))));
      }
    }
    changed.forEach(transaction.design()::createView);
  }

  /** After a sequence has got another name: writes that into the views that name it. */
  static void rename(Transaction transaction, SequenceDefinition before, SequenceDefinition after) {
    for (ViewDefinition view : transaction.catalog().views()) {
      if (view.uses().contains(before.id())) {
        SqlNode query = SequenceUse.renamed(Trees.parseQuery(view.query()), before, after);
        transaction.design().createView(view.withQuery(PydbDialect.text(query)));
      }
    }
  }
}
