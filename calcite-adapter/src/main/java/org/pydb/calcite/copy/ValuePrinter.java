package org.pydb.calcite.copy;

import java.math.BigDecimal;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.api.ParameterValues;
import org.pydb.calcite.api.SqlResult;
import org.pydb.calcite.api.ValueText;
import org.pydb.engine.schema.ColumnKind;
import org.pydb.engine.schema.ColumnType;

/** Values of rows as the texts that COPY writes, and back. Not thread-safe, as its texts are. */
public final class ValuePrinter {
  private final ValueText texts;

  /** A printer and parser. */
  public ValuePrinter(ValueText texts) {
    this.texts = texts;
  }

  /** The value of a column of the current row; null for NULL. */
  public @Nullable String print(SqlResult rows, int column, ColumnType type) {
    if (rows.isNull(column)) {
      return null;
    }
    if (type.kind() == ColumnKind.BOOLEAN) {
      return rows.getLong(column) == 0 ? "f" : "t";
    }
    if (type.isLong()) {
      return texts.print(type, rows.getLong(column));
    }
    if (type.isDouble()) {
      return texts.print(type, rows.getDouble(column));
    }
    if (type.isBigDecimal()) {
      BigDecimal value = rows.getDecimal(column);
      return texts.print(Objects.requireNonNull(value));
    }
    return texts.print(type, rows.bytes(column), rows.bytesStart(column), rows.bytesLength(column));
  }

  /** Binds what a text says as a value of a type; null for NULL. */
  public void parse(@Nullable String text, ColumnType type, ParameterValues values, int parameter) {
    if (text == null) {
      values.setNull(parameter);
      return;
    }
    ColumnKind kind = type.kind();
    switch (kind) {
      case BOOLEAN, INT16, INT32, INT64, DATE, TIME, TIMESTAMP, TIMESTAMP_TZ ->
          values.setLong(parameter, kind, texts.parseLong(kind, text));
      case FLOAT32, FLOAT64 -> values.setDouble(parameter, kind, texts.parseDouble(kind, text));
      case DECIMAL, NUMERIC -> values.setDecimal(parameter, texts.parseDecimal(text));
      case UUID, BYTES -> values.setBytes(parameter, kind, texts.parseBytes(kind, text));
      default -> values.setText(parameter, text);
    }
  }
}
