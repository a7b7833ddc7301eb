package org.pydb.calcite.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlSyntax;
import org.apache.calcite.sql.parser.SqlParseException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pydb.calcite.catalog.TestCatalog;
import org.pydb.calcite.function.PydbOperatorTable;
import org.pydb.calcite.golden.GoldenScript;
import org.pydb.calcite.hoist.Hoisting;
import org.pydb.calcite.hoist.StatementShape;
import org.pydb.calcite.parser.PydbParser;
import org.pydb.engine.schema.ColumnDefinition;
import org.pydb.engine.schema.TableDefinition;

/**
 * Simple queries have a short way to their plans. It is right if both ways lead to the same: the
 * steps, the columns with their labels, types and origins, the types of parameters, and which
 * literals are left open. What the general way refuses, the short one must not take.
 */
class SimpleQueryTest {
  private static final int RANDOM_QUERIES = Integer.getInteger("pydb.random.queries", 1500);
  private static final TestCatalog SHOP = TestCatalog.shop();
  private static final PlanningCatalog CATALOG = new PlanningCatalog(SHOP);

  /** What applications ask all day. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "select * from track where track_id = 7",
        "select name, bytes as size from track where track_id = ?",
        "select name as n, album_id from track where album_id = 12 and milliseconds + 1 > 0",
        "select t.name from track t where t.composer is not null and t.bytes >= -5",
        "select name, milliseconds * 2 - bytes from track order by name desc, album_id limit 10",
        "select unit_price * quantity, line from invoice_line where invoice_id = 1 order by 2 + 0",
        "select name from track where composer = 'Bach' and unit_price <> 0.99 offset 3",
        "select a, b, c from public.pair where a < b order by c",
        "select d52 from kinds where d52 > d52 order by i4",
        "select track_id from track where name like 'Sab%' and composer like '%_x'",
        "select track_id as x, name as track_id from track order by track_id",
        "select bytes as a, bytes as b from track order by b, a",
      })
  void isTheSame(String sql) {
    PlannedStatement simple = compare(sql);
    assertThat(simple == null).as("general way: " + sql).isEqualTo(sql.contains("2 + 0"));
  }

  /** Names and types that are not what they seem, and errors. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "select current_date from pair",
        "select a, a from pair",
        "select a as b, b from pair order by b",
        "select A from pair",
        "select \"A\" from pair",
        "select pair.a from pair p",
        "select nothing from pair",
        "select a from nothing",
        "select a from pair where c = 1",
        "select a from pair where a = 'x'",
        "select a from pair where a = '1'",
        "select a from pair where 1 = 1",
        "select a from pair where a = a",
        "select a from pair where a = null",
        "select a from pair where a + 1",
        "select distinct a from pair",
        "select a from pair group by a",
        "select count(*) from pair",
        "select a from pair limit ?",
        "select a from pair order by 1",
        "select a from pair order by a, a",
        "select a from pair p, track",
        "select p.* from pair p",
        "select (a) from pair where (a = 1)",
        "select a from pair where a = 1 or a = 2",
        "select a from pair where a = 99999999999",
        "select a from pair where a = 1e3",
        "select a from pair where a = ? + 1",
        "select a from pair fetch first 2 rows only",
        "select a + ? from pair",
      })
  void isTheSameOrLeftAlone(String sql) {
    compare(sql);
  }

  @ParameterizedTest
  @ValueSource(strings = {"access.txt", "queries.txt"})
  void scriptsAreTheSame(String script) throws IOException {
    for (String sql : GoldenScript.inputs(QueryPlanTest.class, script)) {
      compare(sql);
    }
  }

  @Test
  void namesOfFunctionsAreNoColumns() {
    Set<String> functions =
        PydbOperatorTable.INSTANCE.getOperatorList().stream()
            .filter(
                operator ->
                    operator.getSyntax() == SqlSyntax.FUNCTION_ID
                        || operator.getSyntax() == SqlSyntax.FUNCTION_ID_CONSTANT)
            .map(operator -> operator.getName().toUpperCase(Locale.ROOT))
            .collect(Collectors.toSet());
    assertThat(SimpleTable.FUNCTIONS).isEqualTo(functions);
  }

  @Test
  void randomQueriesAreTheSame() {
    long seed = Long.getLong("pydb.seed", System.nanoTime());
    Random random = new Random(seed);
    int simple = 0;
    for (int i = 0; i < RANDOM_QUERIES; i++) {
      String sql = new RandomQuery(random).make();
      try {
        simple += compare(sql) == null ? 0 : 1;
      } catch (RuntimeException | AssertionError e) {
        throw new AssertionError("seed " + seed + ": " + sql, e);
      }
    }
    assertThat(simple).as("simple ones, seed " + seed).isGreaterThan(RANDOM_QUERIES / 20);
  }

  /** Plans a query both ways, if there are two; null if there is but the general one. */
  private static @Nullable PlannedStatement compare(String sql) {
    StatementShape shape = StatementShape.of(sql, "public");
    SqlNode query = parse(sql);
    if (query == null) {
      return null;
    }
    Hoisting hoisting = Hoisting.of(query, shape, null);
    PlannedStatement simple = SimpleQuery.plan(planning(hoisting), query);
    if (simple == null) {
      return null;
    }
    Hoisting otherHoisting = Hoisting.of(query, shape, null);
    PlannedStatement general = QueryPlanning.planAny(planning(otherHoisting), query);
    assertThat(simple.explanation()).as(sql).isEqualTo(general.explanation());
    assertThat(simple.columns()).as(sql).isEqualTo(general.columns());
    assertThat(simple.parameters()).as(sql).isEqualTo(general.parameters());
    assertThat(simple.tables()).as(sql).isEqualTo(general.tables());
    assertThat(simple.statistics()).as(sql).hasSameSizeAs(general.statistics());
    assertThat(hoisting.slots()).as(sql).isEqualTo(otherHoisting.slots());
    return simple;
  }

  private static @Nullable SqlNode parse(String sql) {
    try {
      SqlNode statement = PydbParser.parseStatement(sql);
      return Planner.isPlannable(statement) ? statement : null;
    } catch (SqlParseException e) {
      return null; // The scripts have some that do not parse.
    }
  }

  private static Planning planning(Hoisting hoisting) {
    return new Planning(CATALOG, PlanOptions.DEFAULT.withExplanation(), hoisting);
  }

  /** Any columns, numbers and texts, compared and combined without regard to types. */
  private static final class RandomQuery {
    private final Random random;
    private final TableDefinition table;

    RandomQuery(Random random) {
      this.random = random;
      List<TableDefinition> tables = new ArrayList<>(SHOP.tables());
      table = tables.get(random.nextInt(tables.size()));
    }

    String make() {
      StringBuilder sql = new StringBuilder("select ");
      int count = 1 + random.nextInt(4);
      for (int i = 0; i < count; i++) {
        sql.append(i == 0 ? "" : ", ").append(random.nextInt(8) == 0 ? sum() : column());
        sql.append(random.nextInt(3) == 0 ? " as x" + random.nextInt(4) : "");
      }
      sql.append(" from ").append(table.name());
      for (int i = random.nextInt(4); i > 0; i--) {
        sql.append(sql.indexOf("where") < 0 ? " where " : " and ").append(condition());
      }
      for (int i = random.nextInt(3); i > 0; i--) {
        sql.append(sql.indexOf("order") < 0 ? " order by " : ", ");
        sql.append(random.nextInt(4) == 0 ? "x" + random.nextInt(4) : column());
        sql.append(random.nextBoolean() ? " desc" : "");
      }
      return sql.append(random.nextInt(4) == 0 ? " limit " + random.nextInt(9) : "").toString();
    }

    private String condition() {
      return switch (random.nextInt(8)) {
        case 0 -> column() + " is null";
        case 1 -> column() + " is not null";
        case 2 -> column() + List.of(" like ", " not like ").get(random.nextInt(2)) + "'a%'";
        default ->
            operand()
                + List.of(" = ", " <> ", " < ", " <= ", " > ", " >= ").get(random.nextInt(6))
                + operand();
      };
    }

    private String operand() {
      return switch (random.nextInt(9)) {
        case 0 -> "?";
        case 1 -> "'" + random.nextInt(20) + "'";
        case 2 -> "-" + random.nextInt(50);
        case 3 -> random.nextInt(50) + "." + random.nextInt(1000);
        case 4 -> String.valueOf(random.nextLong());
        case 5 -> sum();
        default -> column();
      };
    }

    private String sum() {
      String right = random.nextBoolean() ? column() : String.valueOf(random.nextInt(100));
      return column() + List.of(" + ", " - ", " * ").get(random.nextInt(3)) + right;
    }

    private String column() {
      List<ColumnDefinition> columns = table.columns();
      String name = columns.get(random.nextInt(columns.size())).name();
      return random.nextInt(5) == 0 ? table.name() + "." + name : Objects.requireNonNull(name);
    }
  }
}
