package org.pydb.calcite.parser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParseException;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.junit.jupiter.api.Test;

/** What scripts of single statements do not show. */
class PydbParserTest {

  @Test
  void scriptIsItsStatements() throws SqlParseException {
    List<SqlNode> script =
        PydbParser.parseScript("create table t (a int); ; insert into t values (1);\n-- the end\n");
    assertThat(script).hasExactlyElementsOfTypes(CreateTable.class, InsertStatement.class);
    assertThat(PydbParser.parseScript("")).isEmpty();
  }

  @Test
  void parametersAreCountedThroughAScript() throws SqlParseException {
    StringBuilder indexes = new StringBuilder();
    SqlBasicVisitor<Void> collector =
        new SqlBasicVisitor<>() {
          @Override
          public Void visit(SqlDynamicParam parameter) {
            indexes.append(parameter.getIndex());
            return null;
          }
        };
    PydbParser.parseScript("update t set a = ? where b = ?; delete from t where a = ?")
        .forEach(statement -> statement.accept(collector));
    assertThat(indexes).hasToString("012");
  }

  @Test
  void expressionStandsAlone() throws SqlParseException {
    assertThat(PydbDialect.text(PydbParser.parseExpression("Price::numeric(5, 2) > 0 -- positive")))
        .isEqualTo("CAST(price AS DECIMAL(5, 2)) > 0");
    assertThatThrownBy(() -> PydbParser.parseExpression("a > 0)"))
        .hasMessage("syntax error at or near \")\"");
  }

  @Test
  void typesOfPostgresAreTold() throws SqlParseException {
    CreateTable table =
        (CreateTable) PydbParser.parseStatement("create table t (a serial, b text, c int4)");
    List<PostgresType> types =
        table.elements().stream()
            .map(element -> PostgresType.of(((ColumnDeclaration) element).type()))
            .collect(Collectors.toList());
    assertThat(types).containsExactly(PostgresType.SERIAL, PostgresType.TEXT, null);
    assertThat(PostgresType.SERIAL.isSerial()).isTrue();
    assertThat(PostgresType.TEXT.isSerial()).isFalse();
  }

  @Test
  void manyValuesAreNoDepth() throws SqlParseException {
    String numbers =
        IntStream.range(0, 50_000).mapToObj(Integer::toString).collect(Collectors.joining(", "));
    assertThat(PydbParser.parseStatement("select a from t where a in (" + numbers + ")"))
        .isNotNull();
  }

  @Test
  void depthWithoutEndIsAnOverflow() {
    String nested = "select " + "(".repeat(100_000) + "1" + ")".repeat(100_000);
    assertThatThrownBy(() -> PydbParser.parseStatement(nested))
        .isInstanceOf(StackOverflowError.class);
  }

  @Test
  void threadsParseSideBySide() {
    List<CompletableFuture<String>> texts =
        IntStream.range(0, 200)
            .mapToObj(i -> CompletableFuture.supplyAsync(() -> text("select a" + i + " from t")))
            .toList();
    for (int i = 0; i < texts.size(); i++) {
      assertThat(texts.get(i).join()).startsWith("SELECT a" + i);
    }
  }

  private static String text(String sql) {
    try {
      return PydbDialect.text(PydbParser.parseStatement(sql));
    } catch (SqlParseException e) {
      throw new AssertionError(e);
    }
  }
}
