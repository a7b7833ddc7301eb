package org.pydb.jdbc.metadata;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pydb.jdbc.testkit.Sql;

/** What pydb claims to support is tried, and so is what it claims not to support. */
class ClaimsTest {

  /** An attempt to do what a claim is about: whether it was possible. */
  @FunctionalInterface
  private interface Attempt {
    boolean succeeds(Connection connection) throws SQLException;
  }

  /** Claims that are true if the statement runs. */
  private static final Map<String, String> STATEMENTS =
      Map.ofEntries(
          entry("allTablesAreSelectable", "select * from a"),
          entry("supportsAlterTableWithAddColumn", "alter table a add column z integer"),
          entry("supportsAlterTableWithDropColumn", "alter table a drop column x"),
          entry("supportsCatalogsInDataManipulation", "select * from pydb.public.a"),
          entry("supportsCatalogsInIndexDefinitions", "create index ai on pydb.public.a (x)"),
          entry("supportsCatalogsInPrivilegeDefinitions", "grant select on pydb.public.a to b"),
          entry("supportsCatalogsInProcedureCalls", "call pydb.public.p()"),
          entry("supportsCatalogsInTableDefinitions", "create table pydb.public.z (x integer)"),
          entry("supportsColumnAliasing", "select x as z from a"),
          entry("supportsConvert", "select {fn convert('1', SQL_INTEGER)}"),
          entry(
              "supportsCorrelatedSubqueries",
              "select (select max(y) from b where b.x = a.x) from a"),
          entry("supportsExpressionsInOrderBy", "select x from a order by x + y"),
          entry("supportsFullOuterJoins", "select * from a full outer join b on a.x = b.x"),
          entry("supportsGroupBy", "select x, count(*) from a group by x"),
          entry("supportsGroupByBeyondSelect", "select x, count(*) from a group by x, y"),
          entry("supportsGroupByUnrelated", "select count(*) from a group by y"),
          entry("supportsLikeEscapeClause", "select x from a where s like '!%%' {escape '!'}"),
          entry("supportsLimitedOuterJoins", "select * from {oj a left outer join b on a.x = b.x}"),
          entry("supportsNonNullableColumns", "create table z (x integer not null)"),
          entry("supportsOrderByUnrelated", "select x from a order by y"),
          entry(
              "supportsOuterJoins",
              "select * from a left join b on a.x = b.x right join b c on c.y < a.y"),
          entry("supportsPositionedDelete", "delete from a where current of c"),
          entry("supportsPositionedUpdate", "update a set x = 1 where current of c"),
          entry("supportsSchemasInDataManipulation", "insert into public.a (x) values (3)"),
          entry("supportsSchemasInIndexDefinitions", "create index ai on public.a (x)"),
          entry("supportsSchemasInPrivilegeDefinitions", "grant select on public.a to b"),
          entry("supportsSchemasInProcedureCalls", "call public.p()"),
          entry("supportsSchemasInTableDefinitions", "create table public.z (x integer)"),
          entry("supportsSelectForUpdate", "select * from a for update"),
          entry("supportsStoredProcedures", "create procedure p() begin end"),
          entry(
              "supportsSubqueriesInComparisons",
              "select x from a where x = (select max(x) from b)"),
          entry(
              "supportsSubqueriesInExists",
              "select x from a where exists (select 1 from b where b.x = a.x)"),
          entry("supportsSubqueriesInIns", "select x from a where x not in (select x from b)"),
          entry(
              "supportsSubqueriesInQuantifieds",
              "select x from a where x >= all (select x from b)"),
          entry("supportsTableCorrelationNames", "select c.x from a as c, a as d where c.x = d.x"),
          entry("supportsUnion", "select x from a union select x from b"),
          entry("supportsUnionAll", "select x from a union all select x from b"));

  /** Claims that something does not hold or is restricted, false if the statement runs. */
  private static final Map<String, String> RESTRICTIONS =
      Map.of("supportsDifferentTableCorrelationNames", "select b.s from a as b");

  private static final Map<String, Attempt> ATTEMPTS =
      Map.ofEntries(
          entry("autoCommitFailureClosesAllResultSets", c -> !isOpenAfterFailure(c)),
          entry(
              "dataDefinitionCausesTransactionCommit", c -> rowIsLeft(c, "create table z (x int)")),
          entry(
              "dataDefinitionIgnoredInTransactions",
              c -> !tableExists(c, "z", "create table z (x int)")),
          entry("generatedKeyAlwaysReturned", ClaimsTest::hasGeneratedKey),
          entry("isReadOnly", c -> !runs(c, "create table z (x integer)")),
          entry("nullPlusNonNullIsNull", c -> first(c, "select null || 'a'") == null),
          entry("nullsAreSortedAtEnd", c -> first(c, up()) != null && first(c, down()) != null),
          entry("nullsAreSortedAtStart", c -> first(c, up()) == null && first(c, down()) == null),
          entry("nullsAreSortedHigh", c -> first(c, up()) != null && first(c, down()) == null),
          entry("nullsAreSortedLow", c -> first(c, up()) == null && first(c, down()) != null),
          entry(
              "storesLowerCaseIdentifiers",
              c -> tableExists(c, "mixed", "create table MiXed (x int)")),
          entry(
              "storesLowerCaseQuotedIdentifiers",
              c -> tableExists(c, "mixed", "create table \"MiXed\" (x int)")),
          entry(
              "storesMixedCaseIdentifiers",
              c -> tableExists(c, "MiXed", "create table MiXed (x int)")),
          entry(
              "storesUpperCaseIdentifiers",
              c -> tableExists(c, "MIXED", "create table MiXed (x int)")),
          entry(
              "storesUpperCaseQuotedIdentifiers",
              c -> tableExists(c, "MIXED", "create table \"MiXed\" (x int)")),
          entry("supportsMixedCaseIdentifiers", c -> !runs(c, "select X from A")),
          entry("supportsMixedCaseQuotedIdentifiers", c -> !runs(c, "select \"X\" from \"A\"")),
          entry("storesMixedCaseQuotedIdentifiers", c -> runs(c, "select \"X\" from a")),
          entry("supportsBatchUpdates", ClaimsTest::runsBatch),
          entry(
              "supportsDataDefinitionAndDataManipulationTransactions",
              c -> !rowIsLeft(c, "create table z (x int)")),
          entry(
              "supportsDataManipulationTransactionsOnly",
              c -> !runsInTransaction(c, "create table z (x int)")),
          entry("supportsGetGeneratedKeys", ClaimsTest::hasGeneratedKey),
          entry("supportsIntegrityEnhancementFacility", ClaimsTest::refusesOrphan),
          entry("supportsMultipleOpenResults", ClaimsTest::hasSecondResult),
          entry("supportsMultipleResultSets", ClaimsTest::hasSecondResult),
          entry("supportsMultipleTransactions", ClaimsTest::runsTwoTransactions),
          entry("supportsStoredFunctionsUsingCallSyntax", ClaimsTest::callsFunction),
          entry("supportsNamedParameters", ClaimsTest::takesNames),
          entry("supportsOpenCursorsAcrossCommit", c -> isCursorOpenAfter(c, Connection::commit)),
          entry(
              "supportsOpenCursorsAcrossRollback", c -> isCursorOpenAfter(c, Connection::rollback)),
          entry(
              "supportsOpenStatementsAcrossCommit",
              c -> isStatementOpenAfter(c, Connection::commit)),
          entry(
              "supportsOpenStatementsAcrossRollback",
              c -> isStatementOpenAfter(c, Connection::rollback)),
          entry("supportsRefCursors", ClaimsTest::givesRows),
          entry("supportsSavepoints", ClaimsTest::returnsToSavepoint),
          entry("supportsTransactions", c -> !rowIsLeft(c, "select 1")),
          entry("usesLocalFiles", c -> !c.getMetaData().getURL().contains(":mem:")));

  /** What is a matter of words, or cannot happen. */
  private static final Set<String> NOT_TRIED =
      Set.of(
          "allProceduresAreCallable",
          "doesMaxRowSizeIncludeBlobs",
          "isCatalogAtStart",
          "locatorsUpdateCopy",
          "supportsANSI92EntryLevelSQL",
          "supportsANSI92FullSQL",
          "supportsANSI92IntermediateSQL",
          "supportsCoreSQLGrammar",
          "supportsExtendedSQLGrammar",
          "supportsMinimumSQLGrammar",
          "supportsSharding",
          "supportsStatementPooling",
          "usesLocalFilePerTable");

  @Test
  void allClaimsAreKnown() {
    List<String> known = new ArrayList<>(attempts().keySet());
    known.addAll(NOT_TRIED);
    assertThat(known)
        .containsExactlyInAnyOrderElementsOf(
            Stream.of(DatabaseMetaData.class.getDeclaredMethods())
                .filter(m -> m.getReturnType() == boolean.class && m.getParameterCount() == 0)
                .map(Method::getName)
                .toList());
  }

  private static Map<String, Attempt> attempts() {
    Map<String, Attempt> all = new TreeMap<>(ATTEMPTS);
    STATEMENTS.forEach((claim, sql) -> all.put(claim, c -> runs(c, sql)));
    RESTRICTIONS.forEach((claim, sql) -> all.put(claim, c -> !runs(c, sql)));
    return all;
  }

  @TestFactory
  Stream<DynamicTest> claims() {
    return attempts().entrySet().stream()
        .map(
            claim ->
                DynamicTest.dynamicTest(
                    claim.getKey(), () -> check(claim.getKey(), claim.getValue())));
  }

  private static void check(String claim, Attempt attempt) throws Exception {
    try (Connection connection = DriverManager.getConnection("jdbc:pydb:mem:claims")) {
      try {
        Schema.run(connection, "create table a (x integer, y integer, s varchar(10))");
        Schema.run(connection, "create table b (x integer primary key, y integer)");
        Schema.run(connection, "insert into a values (1, 2, 'a'), (2, null, 'b')");
        Schema.run(connection, "insert into b values (1, 1)");
        Method method = DatabaseMetaData.class.getMethod(claim);
        assertThat(attempt.succeeds(connection))
            .as(claim)
            .isEqualTo(method.invoke(connection.getMetaData()));
      } finally {
        Schema.run(connection, "shutdown");
      }
    }
  }

  // ------------------------------------------------------------------ attempts

  private static String up() {
    return "select y from a order by y";
  }

  private static String down() {
    return "select y from a order by y desc";
  }

  private static boolean runs(Connection connection, String sql) {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
      return true;
    } catch (SQLException e) {
      return false;
    }
  }

  private static Object first(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getObject(1);
    }
  }

  private static boolean tableExists(Connection connection, String name, String definition)
      throws SQLException {
    connection.setAutoCommit(false);
    Schema.run(connection, definition);
    connection.commit();
    try (ResultSet rows = connection.getMetaData().getTables(null, null, name, null)) {
      return rows.next();
    }
  }

  /** Whether a row is left that was inserted before a statement, both rolled back. */
  private static boolean rowIsLeft(Connection connection, String sql) throws SQLException {
    connection.setAutoCommit(false);
    Schema.run(connection, "insert into b values (9, 9)");
    Schema.run(connection, sql);
    connection.rollback();
    return first(connection, "select max(x) from b").equals(9);
  }

  private static boolean runsInTransaction(Connection connection, String sql) throws SQLException {
    connection.setAutoCommit(false);
    return runs(connection, sql);
  }

  private static boolean isOpenAfterFailure(Connection connection) throws SQLException {
    try (Statement reader = connection.createStatement();
        ResultSet rows = reader.executeQuery("select x from a")) {
      assertThat(runs(connection, "insert into b values (1, 1)")).isFalse();
      return rows.next();
    }
  }

  private static boolean isCursorOpenAfter(Connection connection, Ending ending)
      throws SQLException {
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      ResultSet rows = statement.executeQuery("select x from a");
      rows.next();
      ending.end(connection);
      return !rows.isClosed() && rows.next();
    } catch (SQLException e) {
      return false;
    }
  }

  private static boolean isStatementOpenAfter(Connection connection, Ending ending)
      throws SQLException {
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      statement.execute("select x from a");
      ending.end(connection);
      return statement.execute("select x from a");
    }
  }

  @FunctionalInterface
  private interface Ending {
    void end(Connection connection) throws SQLException;
  }

  private static boolean hasGeneratedKey(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("insert into b values (7, 7)", Statement.RETURN_GENERATED_KEYS);
      try (ResultSet keys = statement.getGeneratedKeys()) {
        return keys.next();
      }
    }
  }

  private static boolean hasSecondResult(Connection connection) {
    try (Statement statement = connection.createStatement()) {
      return statement.execute("select 1; select 2") && statement.getMoreResults();
    } catch (SQLException e) {
      return false;
    }
  }

  private static boolean callsFunction(Connection connection) throws SQLException {
    try (CallableStatement call = connection.prepareCall("{? = call abs(-5)}")) {
      call.execute();
      return call.getInt(1) == 5;
    }
  }

  private static boolean takesNames(Connection connection) throws SQLException {
    try (CallableStatement call = connection.prepareCall("{? = call abs(?)}")) {
      call.setInt("x", -5);
      return true;
    } catch (SQLFeatureNotSupportedException e) {
      return false;
    }
  }

  private static boolean givesRows(Connection connection) throws SQLException {
    try (CallableStatement call = connection.prepareCall("{? = call generate_series(1, 3)}")) {
      call.execute();
      return call.getObject(1) instanceof ResultSet;
    }
  }

  private static boolean runsBatch(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.addBatch("insert into b values (5, 5)");
      statement.addBatch("update b set y = 6");
      return statement.executeBatch().length == 2;
    }
  }

  private static boolean refusesOrphan(Connection connection) throws SQLException {
    Schema.run(connection, "create table c (x integer references b, check (x > 0))");
    return runs(connection, "insert into c values (1)")
        && !runs(connection, "insert into c values (77)")
        && !runs(connection, "delete from b");
  }

  private static boolean runsTwoTransactions(Connection connection) throws SQLException {
    connection.setAutoCommit(false);
    Schema.run(connection, "insert into b values (11, 1)");
    try (Connection other = DriverManager.getConnection("jdbc:pydb:mem:claims")) {
      other.setAutoCommit(false);
      Schema.run(other, "insert into b values (12, 1)");
      other.commit();
    }
    connection.commit();
    return first(connection, "select count(*) from b").equals(3L);
  }

  private static boolean returnsToSavepoint(Connection connection) throws SQLException {
    connection.setAutoCommit(false);
    var savepoint = connection.setSavepoint();
    Schema.run(connection, "insert into b values (9, 9)");
    connection.rollback(savepoint);
    connection.commit();
    return first(connection, "select max(x) from b").equals(1);
  }

  // ------------------------------------------------------------------ claims with arguments

  @Test
  void isolationLevels() throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:pydb:mem:")) {
      DatabaseMetaData claims = connection.getMetaData();
      assertThat(connection.getTransactionIsolation())
          .isEqualTo(claims.getDefaultTransactionIsolation());
      for (int level : new int[] {0, 1, 2, 4, 8}) {
        boolean possible = true;
        try {
          connection.setTransactionIsolation(level);
        } catch (SQLException e) {
          possible = false;
        }
        assertThat(possible)
            .as("level %d", level)
            .isEqualTo(claims.supportsTransactionIsolationLevel(level));
      }
    }
  }

  /** What is said of changes is what one sees. */
  @ParameterizedTest
  @ValueSource(ints = {ResultSet.TYPE_FORWARD_ONLY, ResultSet.TYPE_SCROLL_INSENSITIVE})
  void changesThatResultsSee(int type) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:pydb:mem:");
        Statement statement = connection.createStatement(type, ResultSet.CONCUR_UPDATABLE)) {
      DatabaseMetaData claims = connection.getMetaData();
      Sql.run(connection, "create table seen (id int primary key, v int)");
      Sql.run(connection, "insert into seen select x, 0 from generate_series(1, 2000) as s (x)");
      ResultSet rows = statement.executeQuery("select id, v from seen order by id");
      assertThat(rows.next()).isTrue();
      rows.updateInt(2, 1);
      rows.updateRow();
      assertThat(rows.getInt(2) == 1).isEqualTo(claims.ownUpdatesAreVisible(type));
      assertThat(rows.rowUpdated()).isEqualTo(claims.updatesAreDetected(type));
      rows.deleteRow();
      assertThat(rows.rowDeleted())
          .isEqualTo(claims.ownDeletesAreVisible(type))
          .isEqualTo(claims.deletesAreDetected(type));
      rows.moveToInsertRow();
      rows.updateInt(1, 3000);
      rows.insertRow();
      Sql.run(connection, "update seen set v = 9 where id = 1500");
      Sql.run(connection, "delete from seen where id = 1600");
      Sql.run(connection, "insert into seen values (4000, 0)");
      Set<Integer> ids = new HashSet<>();
      boolean seesUpdates = false;
      while (rows.next()) {
        ids.add(rows.getInt(1));
        seesUpdates |= rows.getInt(2) == 9;
      }
      assertThat(seesUpdates).isEqualTo(claims.othersUpdatesAreVisible(type));
      assertThat(ids.contains(3000)).isEqualTo(claims.ownInsertsAreVisible(type));
      assertThat(ids.contains(4000)).isEqualTo(claims.othersInsertsAreVisible(type));
      assertThat(!ids.contains(1600)).isEqualTo(claims.othersDeletesAreVisible(type));
      assertThat(rows.rowInserted()).isEqualTo(claims.insertsAreDetected(type));
    }
  }

  @Test
  void kindsOfResults() throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:pydb:mem:")) {
      DatabaseMetaData claims = connection.getMetaData();
      for (int type = ResultSet.TYPE_FORWARD_ONLY;
          type <= ResultSet.TYPE_SCROLL_SENSITIVE;
          type++) {
        for (int concurrency : List.of(ResultSet.CONCUR_READ_ONLY, ResultSet.CONCUR_UPDATABLE)) {
          try (Statement statement = connection.createStatement(type, concurrency)) {
            boolean same =
                statement.getResultSetType() == type
                    && statement.getResultSetConcurrency() == concurrency;
            assertThat(claims.supportsResultSetConcurrency(type, concurrency)).isEqualTo(same);
          }
        }
      }
      assertThat(connection.getHoldability()).isEqualTo(claims.getResultSetHoldability());
      for (int holdability :
          List.of(ResultSet.HOLD_CURSORS_OVER_COMMIT, ResultSet.CLOSE_CURSORS_AT_COMMIT)) {
        connection.setHoldability(holdability);
        assertThat(connection.getHoldability()).isEqualTo(holdability);
        assertThat(claims.supportsResultSetHoldability(holdability)).isTrue();
      }
    }
  }
}
