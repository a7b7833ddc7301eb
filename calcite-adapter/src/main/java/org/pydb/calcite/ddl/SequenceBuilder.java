package org.pydb.calcite.ddl;

import java.math.BigDecimal;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntSupplier;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.error.PlacedError;
import org.pydb.calcite.parser.SequenceOption;
import org.pydb.calcite.parser.SequenceOption.Kind;
import org.pydb.calcite.type.ColumnTypes;
import org.pydb.calcite.type.TypeNames;
import org.pydb.calcite.validate.DataTypeCheck;
import org.pydb.engine.schema.ColumnKind;
import org.pydb.engine.schema.ColumnType;
import org.pydb.engine.schema.SequenceDefinition;

/**
 * From the options of a sequence to its definition, new or changed. Used once.
 *
 * <p>What is not said keeps what it was; of a new sequence, what goes with its type and direction.
 */
final class SequenceBuilder {
  private final SqlNode place;
  private final Map<Kind, SequenceOption> options = new EnumMap<>(Kind.class);

  /**
   * A builder.
   *
   * @param place where errors are that no option makes alone
   */
  SequenceBuilder(SqlNode place, List<SqlNode> options) {
    this.place = place;
    for (SqlNode node : options) {
      SequenceOption option = (SequenceOption) node;
      boolean isTwice = this.options.put(option.kind(), option) != null;
      Kind other = opposite(option.kind());
      if (isTwice || (other != null && this.options.containsKey(other))) {
        throw new PlacedError(option, "42601", "conflicting or redundant options");
      }
    }
  }

  private static @Nullable Kind opposite(Kind kind) {
    return switch (kind) {
      case MINVALUE -> Kind.NO_MINVALUE;
      case NO_MINVALUE -> Kind.MINVALUE;
      case MAXVALUE -> Kind.NO_MAXVALUE;
      case NO_MAXVALUE -> Kind.MAXVALUE;
      case CYCLE -> Kind.NO_CYCLE;
      case NO_CYCLE -> Kind.CYCLE;
      default -> null;
    };
  }

  /**
   * A new sequence.
   *
   * @param kind of its numbers, unless an option says so; null for bigint
   */
  SequenceDefinition create(
      String schema, String name, @Nullable ColumnKind kind, IntSupplier ids) {
    refuse(Kind.RESTART, "RESTART is for ALTER SEQUENCE: write START WITH");
    if (kind != null) {
      refuse(Kind.OWNED_BY, "OWNED BY is for sequences that are made by themselves");
    }
    ColumnKind numbers = kind(kind == null ? ColumnKind.INT64 : kind);
    long increment = increment(1);
    long least = least(numbers, increment, null);
    long greatest = greatest(numbers, increment, null);
    checkLimits(least, greatest);
    long start = number(Kind.START, increment > 0 ? least : greatest);
    checkWithin("START", start, least, greatest);
    return new SequenceDefinition(
        ids.getAsInt(),
        1,
        schema,
        name,
        ids.getAsInt(),
        start,
        numbers,
        start,
        increment,
        least,
        greatest,
        options.containsKey(Kind.CYCLE),
        Map.of());
  }

  /** A sequence with other options. */
  SequenceDefinition change(SequenceDefinition before, IntSupplier ids) {
    ColumnKind numbers = kind(before.kind());
    long increment = increment(before.increment());
    long least = least(numbers, increment, before);
    long greatest = greatest(numbers, increment, before);
    checkLimits(least, greatest);
    long start = number(Kind.START, before.start());
    checkWithin("START", start, least, greatest);
    boolean isRestarted = options.containsKey(Kind.RESTART);
    long first = isRestarted ? number(Kind.RESTART, start) : before.first();
    if (isRestarted) {
      checkWithin("RESTART", first, least, greatest);
    } else {
      first = Math.max(least, Math.min(greatest, first));
    }
    boolean cycle =
        options.containsKey(Kind.CYCLE) || (before.cycle() && !options.containsKey(Kind.NO_CYCLE));
    return new SequenceDefinition(
        before.id(),
        before.version() + 1,
        before.schema(),
        before.name(),
        isRestarted ? ids.getAsInt() : before.stateId(),
        first,
        numbers,
        start,
        increment,
        least,
        greatest,
        cycle,
        before.attributes());
  }

  private void refuse(Kind kind, String message) {
    SequenceOption option = options.get(kind);
    if (option != null) {
      throw new PlacedError(option, "42601", message);
    }
  }

  private ColumnKind kind(ColumnKind otherwise) {
    SequenceOption option = options.get(Kind.TYPE);
    if (option == null) {
      return otherwise;
    }
    SqlDataTypeSpec declared = (SqlDataTypeSpec) option.value();
    if (declared != null) {
      DataTypeCheck.check(declared);
    }
    ColumnType type =
        declared == null
            ? null
            : ColumnTypes.toColumnOrNull(declared.deriveType(TypeValidator.make()));
    if (type == null
        || (type.kind() != ColumnKind.INT16
            && type.kind() != ColumnKind.INT32
            && type.kind() != ColumnKind.INT64)) {
      throw new PlacedError(option, "22023", "sequence type must be smallint, integer, or bigint");
    }
    return type.kind();
  }

  private long increment(long otherwise) {
    SequenceOption cache = options.get(Kind.CACHE);
    if (cache != null && number(Kind.CACHE, 1) <= 0) {
      throw new PlacedError(
          cache, "22023", "CACHE (" + cache.value() + ") must be greater than zero");
    }
    long increment = number(Kind.INCREMENT, otherwise);
    if (increment == 0) {
      throw new PlacedError(at(Kind.INCREMENT), "22023", "INCREMENT must not be zero");
    }
    return increment;
  }

  private long least(ColumnKind kind, long increment, @Nullable SequenceDefinition before) {
    boolean keeps = before != null && !options.containsKey(Kind.NO_MINVALUE);
    long usual = increment > 0 ? 1 : min(kind);
    long kept = before == null ? usual : before.least();
    boolean wasUsual = before != null && kept == min(before.kind());
    long least = number(Kind.MINVALUE, keeps && !wasUsual ? kept : usual);
    return checkRange("MINVALUE", Kind.MINVALUE, least, kind);
  }

  private long greatest(ColumnKind kind, long increment, @Nullable SequenceDefinition before) {
    boolean keeps = before != null && !options.containsKey(Kind.NO_MAXVALUE);
    long usual = increment > 0 ? max(kind) : -1;
    long kept = before == null ? usual : before.greatest();
    boolean wasUsual = before != null && kept == max(before.kind());
    long greatest = number(Kind.MAXVALUE, keeps && !wasUsual ? kept : usual);
    return checkRange("MAXVALUE", Kind.MAXVALUE, greatest, kind);
  }

  private long checkRange(String what, Kind option, long value, ColumnKind kind) {
    if (value < min(kind) || value > max(kind)) {
      throw new PlacedError(
          at(option),
          "22023",
          what
              + " ("
              + value
              + ") is out of range for sequence data type "
              + TypeNames.of(ColumnType.of(kind)));
    }
    return value;
  }

  private void checkLimits(long least, long greatest) {
    if (least >= greatest) {
      throw new PlacedError(
          at(options.containsKey(Kind.MINVALUE) ? Kind.MINVALUE : Kind.MAXVALUE),
          "22023",
          "MINVALUE (" + least + ") must be less than MAXVALUE (" + greatest + ")");
    }
  }

  private void checkWithin(String what, long value, long least, long greatest) {
    if (value < least || value > greatest) {
      boolean isLess = value < least;
      throw new PlacedError(
          at(what.equals("START") ? Kind.START : Kind.RESTART),
          "22023",
          what
              + " value ("
              + value
              + ") cannot be "
              + (isLess ? "less than MINVALUE (" + least : "greater than MAXVALUE (" + greatest)
              + ")");
    }
  }

  private SqlNode at(Kind kind) {
    SequenceOption option = options.get(kind);
    return option == null ? place : option;
  }

  private long number(Kind kind, long otherwise) {
    SequenceOption option = options.get(kind);
    if (option == null || !(option.value() instanceof SqlLiteral literal)) {
      return otherwise;
    }
    BigDecimal value = literal.bigDecimalValue();
    try {
      return value == null ? otherwise : value.longValueExact();
    } catch (ArithmeticException e) {
      throw new PlacedError(
          option, "22003", "value \"" + value + "\" is out of range for type bigint");
    }
  }

  private static long min(ColumnKind kind) {
    return switch (kind) {
      case INT16 -> Short.MIN_VALUE;
      case INT32 -> Integer.MIN_VALUE;
      default -> Long.MIN_VALUE;
    };
  }

  private static long max(ColumnKind kind) {
    return switch (kind) {
      case INT16 -> Short.MAX_VALUE;
      case INT32 -> Integer.MAX_VALUE;
      default -> Long.MAX_VALUE;
    };
  }
}
