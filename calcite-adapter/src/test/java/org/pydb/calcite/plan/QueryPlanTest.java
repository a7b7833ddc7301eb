package org.pydb.calcite.plan;

import java.io.IOException;
import java.util.List;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.ViewExpanders;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelRoot;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParseException;
import org.junit.jupiter.api.Test;
import org.pydb.calcite.api.SqlError;
import org.pydb.calcite.catalog.CatalogTables;
import org.pydb.calcite.catalog.PydbCatalogReader;
import org.pydb.calcite.catalog.TestCatalog;
import org.pydb.calcite.convert.QueryConverter;
import org.pydb.calcite.error.CalciteErrors;
import org.pydb.calcite.error.Suggestions;
import org.pydb.calcite.explain.ExplainText;
import org.pydb.calcite.golden.GoldenScript;
import org.pydb.calcite.option.PlanCancellation;
import org.pydb.calcite.option.PlanRules;
import org.pydb.calcite.parser.PydbParser;
import org.pydb.calcite.validate.ParameterTypes;
import org.pydb.calcite.validate.PydbValidator;

/** Physical plans of queries, as scripts. */
class QueryPlanTest {
  private static final CatalogTables TABLES = new CatalogTables(TestCatalog.shop());

  @Test
  void accessPaths() throws IOException {
    GoldenScript.run(QueryPlanTest.class, "access.txt", QueryPlanTest::plan);
  }

  @Test
  void queries() throws IOException {
    GoldenScript.run(QueryPlanTest.class, "queries.txt", QueryPlanTest::plan);
  }

  private static String plan(String sql) {
    try {
      PydbCatalogReader reader = new PydbCatalogReader(TABLES, List.of("public"));
      PydbValidator validator = new PydbValidator(reader, new ParameterTypes(List.of()));
      SqlNode validated = validator.validateStatement(PydbParser.parseStatement(sql));
      RelOptCluster cluster = new PydbPlanner(PlanRules.ALL, PlanCancellation.NEVER).cluster();
      RelRoot root =
          QueryConverter.convert(
              cluster, reader, validator, validated, ViewExpanders.simpleContext(cluster));
      RelNode plan = Optimizer.optimize(root);
      return ExplainText.of(plan);
    } catch (RuntimeException | AssertionError | SqlParseException e) {
      SqlError error = CalciteErrors.translate(e, sql, Suggestions.NONE);
      if (error.state().equals("XX000") || error.state().equals("0A000")) {
        e.printStackTrace();
      }
      return error.state() + ": " + error.getMessage();
    }
  }
}
