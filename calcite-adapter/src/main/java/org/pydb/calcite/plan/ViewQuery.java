package org.pydb.calcite.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelRoot;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParseException;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.pydb.calcite.api.SqlError;
import org.pydb.calcite.error.CalciteErrors;
import org.pydb.calcite.error.Suggestions;
import org.pydb.calcite.parser.PlainSelect;
import org.pydb.calcite.parser.PydbParser;
import org.pydb.calcite.type.PydbTypeFactory;
import org.pydb.engine.schema.ColumnDefinition;
import org.pydb.engine.schema.ViewDefinition;

/**
 * The query of a view, planned anew wherever a statement names the view, as if it stood there. In
 * its text each name of a table says its schema, so that nothing around it changes what it means.
 */
final class ViewQuery {
  private final ViewDefinition view;

  private ViewQuery(ViewDefinition view) {
    this.view = view;
  }

  static ViewQuery of(ViewDefinition view) {
    return new ViewQuery(view);
  }

  /** The columns of the view, as the tables that it uses are now. */
  RelDataType rowType(PlanningCatalog catalog) {
    return inView(
        () -> {
          Planning own = new Planning(catalog, PlanOptions.DEFAULT.withSearchPath(List.of()));
          SqlNode validated = own.validator().validateStatement(parse());
          return named(own.validator().getValidatedNodeType(validated));
        });
  }

  /** The algebra of the query. */
  RelNode convert(Planning own, RelDataType rowType) {
    return inView(
        () -> {
          RelRoot root = own.convert(own.validator().validateStatement(parse()));
          // The root may select fewer columns than it sorts by.
          RelNode rows = root.project();
          return LogicalProject.create(
              rows,
              List.of(),
              rows.getCluster().getRexBuilder().identityProjects(rows.getRowType()),
              rowType.getFieldNames(),
              Set.of());
        });
  }

  /** {@code SELECT * FROM (query) AS view (columns)}, to be a part of another tree. */
  SqlNode select() {
    SqlParserPos none = SqlParserPos.ZERO;
    List<SqlNode> operands = new ArrayList<>();
    operands.add(parse());
    operands.add(new SqlIdentifier(view.name(), none));
    view.columns().forEach(column -> operands.add(new SqlIdentifier(column.name(), none)));
    return PlainSelect.of(
        none,
        List.of(SqlIdentifier.star(none)),
        SqlStdOperatorTable.AS.createCall(none, operands),
        null);
  }

  private RelDataType named(RelDataType query) {
    List<ColumnDefinition> columns = view.columns();
    if (query.getFieldCount() != columns.size()) {
      throw new SqlError("XX000", "its query has " + query.getFieldCount() + " columns now");
    }
    RelDataTypeFactory.Builder types = PydbTypeFactory.INSTANCE.builder();
    for (int i = 0; i < columns.size(); i++) {
      types.add(columns.get(i).name(), query.getFieldList().get(i).getType());
    }
    return types.build();
  }

  /** The query as a tree. */
  SqlNode parse() {
    try {
      return PydbParser.parseStatement(view.query());
    } catch (SqlParseException e) {
      throw CalciteErrors.translate(e, view.query(), Suggestions.NONE);
    }
  }

  /** Has errors tell where they come from: their places are in the view's text. */
  private <T> T inView(Supplier<T> body) {
    try {
      return body.get();
    } catch (RuntimeException e) {
      SqlError error = CalciteErrors.translate(e, view.query(), Suggestions.NONE);
      throw new SqlError(
          error.state(), "in view \"" + view.name() + "\": " + error.getMessage(), error);
    }
  }
}
