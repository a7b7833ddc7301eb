package org.pydb.jdbc.metadata;

import java.sql.DatabaseMetaData;
import org.jspecify.annotations.Nullable;
import org.pydb.engine.schema.ColumnKind;
import org.pydb.engine.schema.ColumnType;
import org.pydb.jdbc.value.JdbcTypes;

/** The types that a column can have. Stateless. */
final class TypeAnswers {

  /** The longest text that a type can ask for; one without length can be longer. */
  private static final int CHARACTERS_MAX = 10_485_760;

  private TypeAnswers() {}

  /** All types, under the names that {@code getColumns} gives them. */
  static Answer types() {
    Answer answer = new Answer(Shapes.TYPES);
    add(answer, "bool", ColumnType.of(ColumnKind.BOOLEAN), null, null);
    add(answer, "int2", ColumnType.of(ColumnKind.INT16), null, null);
    add(answer, "int4", ColumnType.of(ColumnKind.INT32), null, null);
    add(answer, "int8", ColumnType.of(ColumnKind.INT64), null, null);
    addSerial(answer, "smallserial", ColumnKind.INT16);
    addSerial(answer, "serial", ColumnKind.INT32);
    addSerial(answer, "bigserial", ColumnKind.INT64);
    add(answer, "float4", ColumnType.of(ColumnKind.FLOAT32), null, null);
    add(answer, "float8", ColumnType.of(ColumnKind.FLOAT64), null, null);
    add(answer, "numeric", ColumnType.of(ColumnKind.NUMERIC), null, "precision,scale");
    add(answer, "date", ColumnType.of(ColumnKind.DATE), "DATE '", null);
    add(answer, "time", ColumnType.of(ColumnKind.TIME), "TIME '", null);
    add(answer, "timestamp", ColumnType.of(ColumnKind.TIMESTAMP), "TIMESTAMP '", null);
    add(answer, "timestamptz", ColumnType.of(ColumnKind.TIMESTAMP_TZ), "'", null);
    add(answer, "uuid", ColumnType.of(ColumnKind.UUID), "'", null);
    add(answer, "interval", ColumnType.of(ColumnKind.INTERVAL), "INTERVAL '", null);
    add(answer, "json", ColumnType.of(ColumnKind.JSON), "'", null);
    add(answer, "jsonb", ColumnType.of(ColumnKind.JSONB), "'", null);
    add(answer, "bpchar", ColumnType.character(CHARACTERS_MAX), "'", "length");
    add(answer, "varchar", ColumnType.text(CHARACTERS_MAX), "'", "length");
    add(answer, "text", ColumnType.of(ColumnKind.TEXT), "'", null);
    add(answer, "bytea", ColumnType.of(ColumnKind.BYTES), "'", null);
    return answer;
  }

  /** What definitions of tables name for an integer that numbers the rows. */
  private static void addSerial(Answer answer, String name, ColumnKind kind) {
    add(answer, name, ColumnType.of(kind), null, null, true);
  }

  private static void add(
      Answer answer,
      String name,
      ColumnType type,
      @Nullable String literalPrefix,
      @Nullable String parameters) {
    add(answer, name, type, literalPrefix, parameters, false);
  }

  private static void add(
      Answer answer,
      String name,
      ColumnType type,
      @Nullable String literalPrefix,
      @Nullable String parameters,
      boolean isSerial) {
    boolean isText = type.kind() == ColumnKind.CHAR || type.kind() == ColumnKind.TEXT;
    boolean isNumeric = type.kind() == ColumnKind.NUMERIC;
    answer.add(
        name,
        JdbcTypes.sqlType(type),
        isNumeric ? Integer.valueOf(ColumnType.DECIMAL_PRECISION_MAX) : TypeFacts.size(type),
        literalPrefix,
        literalPrefix == null ? null : "'",
        parameters,
        isSerial ? DatabaseMetaData.typeNoNulls : DatabaseMetaData.typeNullable,
        isText,
        isText ? DatabaseMetaData.typeSearchable : DatabaseMetaData.typePredBasic,
        false,
        false,
        isSerial,
        null,
        0,
        isNumeric ? ColumnType.DECIMAL_PRECISION_MAX : 0,
        null,
        null,
        TypeFacts.radix(type));
  }
}
