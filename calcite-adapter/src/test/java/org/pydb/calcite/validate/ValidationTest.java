package org.pydb.calcite.validate;

import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParseException;
import org.junit.jupiter.api.Test;
import org.pydb.calcite.api.SqlError;
import org.pydb.calcite.catalog.CatalogTables;
import org.pydb.calcite.catalog.PydbCatalogReader;
import org.pydb.calcite.catalog.TestCatalog;
import org.pydb.calcite.error.CalciteErrors;
import org.pydb.calcite.error.Suggestions;
import org.pydb.calcite.golden.GoldenScript;
import org.pydb.calcite.parser.PydbParser;
import org.pydb.calcite.type.TypeNames;

/** Types, labels and errors of queries, as scripts. */
class ValidationTest {
  private static final CatalogTables TABLES = new CatalogTables(TestCatalog.shop());

  @Test
  void typesOfExpressions() throws IOException {
    GoldenScript.run(ValidationTest.class, "types.txt", e -> types("select " + e + " from kinds"));
  }

  @Test
  void labelsOfColumns() throws IOException {
    GoldenScript.run(ValidationTest.class, "labels.txt", this::labels);
  }

  @Test
  void typesOfParameters() throws IOException {
    GoldenScript.run(ValidationTest.class, "parameters.txt", this::parameters);
  }

  private String types(String sql) {
    return run(
        sql,
        (validator, node) ->
            validator.getValidatedNodeType(node).getFieldList().stream()
                .map(ValidationTest::typeName)
                .collect(Collectors.joining(", ")));
  }

  private static String typeName(RelDataTypeField field) {
    RelDataType type = field.getType();
    return TypeNames.of(type) + (type.isNullable() ? "" : " not null");
  }

  private String labels(String sql) {
    return run(sql, (validator, node) -> String.join(", ", validator.columnLabels(node)));
  }

  private String parameters(String sql) {
    return run(
        sql,
        (validator, node) -> {
          StringBuilder text = new StringBuilder();
          ParameterTypes types = validator.parameters();
          for (int i = 0; i < types.size(); i++) {
            RelDataType type = types.type(i);
            text.append(i == 0 ? "" : ", ")
                .append(type == null ? "none" : TypeNames.of(type))
                .append(types.isGuessed(i) ? " (guessed)" : "");
          }
          return text.toString();
        });
  }

  private interface Question {
    String answer(PydbValidator validator, SqlNode validated);
  }

  private static String run(String sql, Question question) {
    PydbValidator validator =
        new PydbValidator(
            new PydbCatalogReader(TABLES, List.of("public")), new ParameterTypes(List.of()));
    try {
      SqlNode validated = validator.validateStatement(PydbParser.parseStatement(sql));
      return question.answer(validator, validated);
    } catch (RuntimeException | AssertionError | SqlParseException e) {
      SqlError error = CalciteErrors.translate(e, sql, Suggestions.NONE);
      if (error.state().equals("XX000")) {
        e.printStackTrace();
      }
      return error.state() + ": " + error.getMessage();
    }
  }
}
