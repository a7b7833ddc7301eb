package org.pydb.jdbc.metadata;

import java.sql.DatabaseMetaData;
import java.sql.Types;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.api.CatalogView;
import org.pydb.calcite.api.FunctionInfo;
import org.pydb.engine.schema.ColumnType;
import org.pydb.jdbc.value.JdbcTypes;

/**
 * Functions, what they take and what they give. Aggregates and those of windows are not among them,
 * as with pgJDBC: {@code pg_proc} has them. Stateless.
 */
final class FunctionAnswers {
  private static final String RESULT = "returnValue";

  private FunctionAnswers() {}

  static Answer functions(CatalogView catalog, Selection selection) {
    Answer answer = new Answer(Shapes.FUNCTIONS);
    for (FunctionInfo function : catalog.functions()) {
      if (selection.has(function.schema(), function.name())) {
        answer.add(
            null,
            function.schema(),
            function.name(),
            null,
            function.givesRows()
                ? DatabaseMetaData.functionReturnsTable
                : DatabaseMetaData.functionNoTable,
            function.specificName());
      }
    }
    return answer;
  }

  /** What a function gives has the number 0; what it takes is called {@code $1}, {@code $2} …. */
  static Answer columns(CatalogView catalog, Selection selection, NamePattern columnPattern) {
    Answer answer = new Answer(Shapes.FUNCTION_COLUMNS);
    for (FunctionInfo function : catalog.functions()) {
      if (selection.has(function.schema(), function.name())) {
        if (columnPattern.fits(RESULT)) {
          add(answer, function, RESULT, DatabaseMetaData.functionReturn, function.result(), 0);
        }
        for (int i = 1; i <= function.parameters().size(); i++) {
          String name = "$" + i;
          if (columnPattern.fits(name)) {
            FunctionInfo.Type type = function.parameters().get(i - 1);
            add(answer, function, name, DatabaseMetaData.functionColumnIn, type, i);
          }
        }
      }
    }
    return answer;
  }

  private static void add(
      Answer answer,
      FunctionInfo function,
      String column,
      int columnType,
      FunctionInfo.Type type,
      int place) {
    ColumnType known = type.columnType();
    answer.add(
        null,
        function.schema(),
        function.name(),
        column,
        columnType,
        sqlType(type),
        type.name(),
        known == null ? null : TypeFacts.size(known),
        null,
        known == null ? null : TypeFacts.scale(known),
        known == null ? null : TypeFacts.radix(known),
        DatabaseMetaData.functionNullableUnknown,
        null,
        known == null ? null : TypeFacts.octetLength(known),
        place,
        "",
        function.specificName());
  }

  private static int sqlType(FunctionInfo.Type type) {
    @Nullable ColumnType known = type.columnType();
    if (known != null) {
      return JdbcTypes.sqlType(known);
    }
    return type.name().endsWith("array") && !type.name().contains("non")
        ? Types.ARRAY
        : Types.OTHER;
  }
}
