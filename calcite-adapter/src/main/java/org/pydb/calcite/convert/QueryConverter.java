package org.pydb.calcite.convert;

import java.util.function.UnaryOperator;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelOptTable;
import org.apache.calcite.rel.RelRoot;
import org.apache.calcite.rel.hint.HintPredicates;
import org.apache.calcite.rel.hint.HintStrategyTable;
import org.apache.calcite.rex.RexDynamicParam;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql2rel.SqlToRelConverter;
import org.pydb.calcite.catalog.PydbCatalogReader;
import org.pydb.calcite.hoist.HoistedLiteral;
import org.pydb.calcite.validate.PydbValidator;

/** Converts validated queries to relational algebra. Sub-queries stay in expressions for now. */
public final class QueryConverter {

  /** Marks a table in FROM, with a number; its name cannot be written in a statement. */
  public static final String LOCK_HINT = "\u0000lock";

  private static final SqlToRelConverter.Config CONFIG =
      SqlToRelConverter.config()
          .withTrimUnusedFields(false)
          .withAddJsonTypeOperatorEnabled(false)
          .withInSubQueryThreshold(Integer.MAX_VALUE)
          .withHintStrategyTable(
              HintStrategyTable.builder()
                  .hintStrategy(LOCK_HINT, HintPredicates.TABLE_SCAN)
                  .build())
          .withRelBuilderFactory(PlainBuilder.OF_CONVERTER)
          .withRelBuilderConfigTransform(UnaryOperator.identity());

  private static final SqlToRelConverter.Config APART =
      CONFIG.withRelBuilderConfigTransform(config -> config.withBloat(-1));

  private QueryConverter() {}

  /**
   * The algebra of a query that the validator has checked.
   *
   * @param views gives the algebra of views
   */
  public static RelRoot convert(
      RelOptCluster cluster,
      PydbCatalogReader catalogReader,
      PydbValidator validator,
      SqlNode query,
      RelOptTable.ViewExpander views) {
    return convert(cluster, catalogReader, validator, query, views, CONFIG);
  }

  /** The same where what the query computes of another one's rows stays a step of its own. */
  public static RelRoot convertApart(
      RelOptCluster cluster,
      PydbCatalogReader catalogReader,
      PydbValidator validator,
      SqlNode query,
      RelOptTable.ViewExpander views) {
    return convert(cluster, catalogReader, validator, query, views, APART);
  }

  private static RelRoot convert(
      RelOptCluster cluster,
      PydbCatalogReader catalogReader,
      PydbValidator validator,
      SqlNode query,
      RelOptTable.ViewExpander views,
      SqlToRelConverter.Config config) {
    SqlToRelConverter converter =
        new StatementConverter(
            views, validator, catalogReader, cluster, new WholeAggregates(), config) {
          @Override
          public RexDynamicParam convertDynamicParam(SqlDynamicParam parameter) {
            return parameter instanceof HoistedLiteral literal
                ? rexBuilder.makeDynamicParam(literal.type(), literal.expressionIndex())
                : super.convertDynamicParam(parameter);
          }
        };
    RelRoot root = converter.convertQuery(query, false, true);
    IncomparableColumns.check(root.rel);
    return root;
  }
}
