package org.pydb.calcite.exec.expression;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.pydb.calcite.api.SqlError;
import org.pydb.calcite.exec.vector.Batch;
import org.pydb.calcite.exec.vector.BytesVector;
import org.pydb.calcite.exec.vector.Selection;
import org.pydb.calcite.exec.vector.Vector;
import org.pydb.engine.schema.ColumnKind;
import org.pydb.engine.schema.ColumnType;

/**
 * Expressions answer as PostgreSQL does: {@code expressions.golden} holds what a real server said,
 * {@code golden.sh} beside it is how it was asked.
 *
 * <p>Each expression is computed twice: of literals, and of columns in a batch of which some rows
 * are selected, while at other positions lies what must not be touched or must stay NULL.
 */
class GoldenExpressionsTest {

  private record Line(String expression, String type, String answer) {

    @Override
    public String toString() {
      return expression + " -> " + type + " " + answer;
    }
  }

  private static List<Line> lines() throws IOException {
    try (InputStream file = GoldenExpressionsTest.class.getResourceAsStream("expressions.golden")) {
      String text = new String(file.readAllBytes(), StandardCharsets.UTF_8);
      return text.lines()
          .filter(line -> !line.isEmpty() && !line.startsWith("#"))
          .map(line -> line.split("\t", -1))
          .map(parts -> new Line(parts[0], parts[1], parts[2]))
          .toList();
    }
  }

  @Test
  void literalsGiveWhatPostgresGives() throws IOException {
    assertThat(differences(GoldenExpressionsTest::answerOfLiterals)).isEmpty();
  }

  @Test
  void columnsGiveWhatPostgresGives() throws IOException {
    assertThat(differences(GoldenExpressionsTest::answerOfColumns)).isEmpty();
  }

  private static List<String> differences(Function<String, Line> answers) throws IOException {
    List<String> differences = new ArrayList<>();
    for (Line line : lines()) {
      String answer;
      try {
        answer = answers.apply(line.expression).toString();
      } catch (RuntimeException | AssertionError e) {
        answer = e.toString();
      }
      if (!answer.equals(line.toString())) {
        differences.add("PostgreSQL: " + line + " pydb: " + answer);
      }
    }
    return differences;
  }

  private static Line answerOfLiterals(String sql) {
    try {
      Expression expression = SqlExpressionReader.read(sql);
      Evaluator evaluator = text(expression).evaluator();
      evaluator.open(new TestContext());
      Batch oneRow = new Batch();
      oneRow.selectAll(1);
      Vector result = evaluator.evaluate(oneRow, Selection.ALL, 1);
      return new Line(sql, SqlTypes.print(expression.type()), print(result, 0));
    } catch (SqlError e) {
      return new Line(sql, "error", e.state());
    }
  }

  private static String print(Vector vector, int row) {
    return vector.isNull(row) ? "NULL" : ((BytesVector) vector).getString(row);
  }

  private static Expression text(Expression expression) {
    return Expressions.cast(expression, ColumnType.of(ColumnKind.TEXT), CastMode.EXPLICIT)
        .orElseThrow();
  }

  /**
   * Rows 3, 4 and 9 hold the literals, 5 holds NULLs and is selected too; the rest is left alone.
   */
  private static Line answerOfColumns(String sql) {
    int[] selected = {3, 4, 5, 9};
    List<Vector> columns = new ArrayList<>();
    try {
      Expression expression =
          SqlExpressionReader.read(sql, (type, value) -> column(type, value, columns));
      Batch batch = new Batch(columns.toArray(new Vector[0]));
      batch.select(12, selected, selected.length);
      Evaluator evaluator = text(expression).evaluator();
      evaluator.open(new TestContext());
      Vector result = evaluator.evaluate(batch, selected, selected.length);
      String answer = print(result, 3);
      assertThat(print(result, 4)).isEqualTo(answer);
      assertThat(print(result, 9)).isEqualTo(answer);
      evaluator.close();
      return new Line(sql, SqlTypes.print(expression.type()), answer);
    } catch (SqlError e) {
      return new Line(sql, "error", e.state());
    }
  }

  private static Expression column(ColumnType type, @Nullable Object value, List<Vector> columns) {
    if (value == null) {
      return Expressions.literal(type, null);
    }
    Vector vector = Vector.of(type);
    vector.reset(12);
    vector.setNulls(0, 12);
    Object boxed = Expressions.literalValue(Expressions.literal(type, value)).orElseThrow();
    for (int row : new int[] {3, 4, 9}) {
      vector.setObject(row, boxed);
      vector.setNull(row, false);
    }
    columns.add(vector);
    return Expressions.column(columns.size() - 1, type);
  }

  /** Conditions are asked in two ways, by value and by selection, which must agree. */
  @Test
  void selectionAgreesWithTruth() throws IOException {
    for (Line line : lines()) {
      if (!line.type.equals("boolean")) {
        continue;
      }
      List<Vector> columns = new ArrayList<>();
      Expression condition =
          SqlExpressionReader.read(line.expression, (type, value) -> column(type, value, columns));
      int[] rows = {3, 4, 9};
      Batch batch = new Batch(columns.toArray(new Vector[0]));
      batch.select(12, rows, rows.length);
      Evaluator evaluator = condition.evaluator();
      evaluator.open(new TestContext());
      int[] out = new int[3];
      int found = evaluator.select(batch, rows, rows.length, out);
      int[] expected = line.answer.equals("true") ? rows : new int[0];
      assertThat(Arrays.copyOf(out, found)).as(line.expression).isEqualTo(expected);
    }
  }
}
