package org.pydb.jdbc.fuzz;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.HexFormat;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A value that is written out, with its type. The value is as PostgreSQL prints it. Immutable. */
record Literal(Kind kind, @Nullable String value) implements Sql {

  @Override
  public void write(Writer out) {
    String type = kind.type(out.dialect());
    if (type == null) {
      out.cannot("type " + kind.key());
      return;
    }
    if (out.dialect() == Dialect.PARAMETERS) {
      out.bind(this).add("cast(? as " + type + ")");
    } else if (value == null) {
      out.add("cast(null as " + type + ")");
    } else if (out.dialect().isOwn()) {
      out.add(own(type, value));
    } else {
      out.add(foreign(type, value));
    }
  }

  /** What it is as a parameter, for {@code PreparedStatement.setObject}. */
  @Nullable Object bound() {
    if (value == null) {
      return null;
    }
    return switch (kind) {
      case INT4 -> Integer.valueOf(value);
      case INT2 -> Short.valueOf(value);
      case INT8 -> Long.valueOf(value);
      case NUM -> new BigDecimal(value);
      // Written out, -0.0 is a numeric, and those have no negative zero.
      case DOUBLE -> Double.parseDouble(value) + 0.0;
      case REAL -> Float.parseFloat(value) + 0.0f;
      case BOOL -> Boolean.valueOf(value);
      case DATE -> LocalDate.parse(value);
      case TIME -> LocalTime.parse(value);
      case TS -> LocalDateTime.parse(value.replace(' ', 'T'));
      case TSTZ -> OffsetDateTime.parse(value.replace(' ', 'T') + ":00");
      case UUID -> UUID.fromString(value);
      case BYTEA -> HexFormat.of().parseHex(value.substring(2));
      case TEXT, CHAR, INTERVAL, JSON, JSONB, INTS, TEXTS -> value;
    };
  }

  private String own(String type, String given) {
    return switch (kind) {
      case INT4, BOOL -> given;
      case NUM -> given.contains(".") ? given : "cast(" + given + " as numeric)";
      case INT2, INT8, REAL, DOUBLE ->
          Character.isLetter(given.charAt(given.length() - 1))
              ? "cast('" + given + "' as " + type + ")"
              : "cast(" + given + " as " + type + ")";
      case TEXT -> quoted(given);
      case DATE, TIME, INTERVAL -> kind.key() + " " + quoted(given);
      case TS -> "timestamp " + quoted(given);
      default -> "cast(" + quoted(given) + " as " + type + ")";
    };
  }

  private String foreign(String type, String given) {
    return switch (kind) {
      case INT4, INT8, INT2, BOOL -> given;
      case DOUBLE -> "cast(" + given + " as " + type + ")";
      case TEXT -> quoted(given);
      case BYTEA -> "x'" + given.substring(2) + "'";
      case NUM, REAL -> "cast(" + given + " as " + type + ")";
      default -> "cast(" + quoted(given) + " as " + type + ")";
    };
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "''") + "'";
  }

  @Override
  public void names(Consumer<String> names) {}

  @Override
  public boolean isAtomic(Dialect dialect) {
    return dialect == Dialect.PARAMETERS
        || value == null
        || !value.startsWith("-")
        || (kind != Kind.INT4 && kind != Kind.NUM);
  }
}
