package org.pydb.calcite.exec.expression;

import static org.pydb.engine.schema.ColumnKind.BOOLEAN;
import static org.pydb.engine.schema.ColumnKind.FLOAT64;
import static org.pydb.engine.schema.ColumnKind.INT32;
import static org.pydb.engine.schema.ColumnKind.INT64;
import static org.pydb.engine.schema.ColumnKind.NUMERIC;
import static org.pydb.engine.schema.ColumnKind.TEXT;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.api.SqlError;
import org.pydb.calcite.exec.array.ArrayValue;
import org.pydb.calcite.exec.vector.BytesVector;
import org.pydb.calcite.exec.vector.Vector;
import org.pydb.engine.schema.ColumnKind;
import org.pydb.engine.schema.ColumnType;

/** Registers PostgreSQL's functions about the database and its sessions. Stateless. */
final class SystemFunctions {

  /** What PostgreSQL counts besides a type's length or digits. */
  private static final int HEADER = 4;

  private static final int NO_MODIFIER = -1;
  private static final long SLEEP_MILLIS = 10;
  private static final String[] UNITS = {"bytes", "kB", "MB", "GB", "TB", "PB"};

  /** From so many on, PostgreSQL goes on to the next unit. */
  private static final long UNIT_MAX = 10 * 1024;

  private SystemFunctions() {}

  static void register(Map<ScalarFunction, Binder> binders) {
    registerNames(binders);
    registerSizes(binders);
    registerSession(binders);
    registerTypes(binders);
    registerLocks(binders);
  }

  /** What a function answers for the operands of a call, as vectors have it in a box. */
  @FunctionalInterface
  private interface Answer {
    @Nullable Object of(EvaluationContext context, Arguments in, int row);
  }

  private static Overloads add(
      Map<ScalarFunction, Binder> binders,
      ScalarFunction function,
      ColumnKind result,
      Answer answer,
      ColumnKind... parameters) {
    return overloads(binders, function)
        .formPerExecution(
            result,
            context -> (in, row, out) -> out.setObject(row, answer.of(context, in, row)),
            parameters);
  }

  /** An answer that the catalog of one execution gives; it is asked for once. */
  @FunctionalInterface
  private interface Told {
    @Nullable Object of(CatalogTexts catalog, Arguments in, int row);
  }

  private static void tell(
      Map<ScalarFunction, Binder> binders,
      ScalarFunction function,
      ColumnKind result,
      Told told,
      ColumnKind... parameters) {
    Overloads unused =
        overloads(binders, function)
            .formPerExecution(
                result,
                context -> {
                  CatalogTexts catalog = context.session().offered(CatalogTexts.class);
                  return (in, row, out) -> out.setObject(row, told.of(catalog, in, row));
                },
                parameters);
  }

  /** The forms of a function that there are so far. */
  private static Overloads overloads(Map<ScalarFunction, Binder> binders, ScalarFunction function) {
    return binders.get(function) instanceof Overloads known
        ? known
        : Overloads.of(function, binders);
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  // ------------------------------------------------------------------ names and sizes

  private static void registerNames(Map<ScalarFunction, Binder> binders) {
    tell(
        binders,
        ScalarFunction.TO_REGCLASS,
        INT64,
        (on, in, row) -> on.relationOrNull(in.getString(0, row)),
        TEXT);
    Told typeOrNull = (on, in, row) -> on.typeOrNull(in.getString(0, row));
    tell(binders, ScalarFunction.TO_REGTYPE, INT64, typeOrNull, TEXT);
    tell(
        binders,
        ScalarFunction.REGTYPE,
        INT64,
        (on, in, row) -> {
          Object found = typeOrNull.of(on, in, row);
          if (found == null) {
            throw new SqlError("42704", "type \"" + in.getString(0, row) + "\" does not exist");
          }
          return found;
        },
        TEXT);
    tell(binders, ScalarFunction.REGTYPE, INT64, (on, in, row) -> in.getLong(0, row), INT64);
    tell(
        binders,
        ScalarFunction.REGTYPE_NAME,
        TEXT,
        (on, in, row) -> {
          String name = on.type(in.getLong(0, row), NO_MODIFIER);
          return name == null ? null : text(name);
        },
        INT64);
  }

  private static void registerSizes(Map<ScalarFunction, Binder> binders) {
    size(binders, ScalarFunction.PG_RELATION_SIZE, true, false);
    size(binders, ScalarFunction.PG_TOTAL_RELATION_SIZE, true, true);
    size(binders, ScalarFunction.PG_INDEXES_SIZE, false, true);
    tell(
        binders,
        ScalarFunction.PG_RELATION_SIZE,
        INT64,
        (on, in, row) -> on.bytes(in.getLong(0, row), true, false),
        INT64,
        TEXT);
    Told ofDatabase = (on, in, row) -> on.databaseBytes();
    tell(binders, ScalarFunction.PG_DATABASE_SIZE, INT64, ofDatabase, INT64);
    tell(binders, ScalarFunction.PG_DATABASE_SIZE, INT64, ofDatabase, TEXT);
    Overloads unused =
        add(
            binders,
            ScalarFunction.PG_SIZE_PRETTY,
            TEXT,
            (context, in, row) -> text(pretty(in.getDecimal(0, row))),
            NUMERIC);
  }

  private static void size(
      Map<ScalarFunction, Binder> binders,
      ScalarFunction function,
      boolean itself,
      boolean indexes) {
    tell(
        binders,
        function,
        INT64,
        (on, in, row) -> on.bytes(in.getLong(0, row), itself, indexes),
        INT64);
    tell(
        binders,
        function,
        INT64,
        (on, in, row) -> on.bytes(on.relation(in.getString(0, row)), itself, indexes),
        TEXT);
  }

  private static String pretty(BigDecimal bytes) {
    int unit = 0;
    BigDecimal size = bytes;
    while (size.abs().compareTo(BigDecimal.valueOf(UNIT_MAX)) >= 0 && unit < UNITS.length - 1) {
      size = size.divide(BigDecimal.valueOf(1024), 9, RoundingMode.HALF_UP);
      unit++;
    }
    BigDecimal shown = unit == 0 ? size : size.setScale(0, RoundingMode.HALF_UP);
    return shown.toPlainString() + " " + UNITS[unit];
  }

  // ------------------------------------------------------------------ the session

  private static void registerSession(Map<ScalarFunction, Binder> binders) {
    List<Overloads> unused =
        List.of(
            add(
                binders,
                ScalarFunction.PG_BACKEND_PID,
                INT32,
                (context, in, row) -> (long) context.session().number()),
            add(
                binders,
                ScalarFunction.PG_SLEEP,
                TEXT,
                (context, in, row) -> sleep(context, in.getDouble(0, row)),
                FLOAT64),
            add(
                binders,
                ScalarFunction.PG_GET_USERBYID,
                TEXT,
                (context, in, row) -> text("pydb"),
                INT64),
            add(
                binders,
                ScalarFunction.PG_ENCODING_TO_CHAR,
                TEXT,
                (context, in, row) -> text(in.getLong(0, row) == 6 ? "UTF8" : ""),
                INT64),
            add(
                binders,
                ScalarFunction.PG_CLIENT_ENCODING,
                TEXT,
                (context, in, row) -> text("UTF8")),
            add(
                binders,
                ScalarFunction.PG_IS_OTHER_TEMP_SCHEMA,
                BOOLEAN,
                (context, in, row) -> 0L,
                INT64),
            add(binders, ScalarFunction.PG_IS_IN_RECOVERY, BOOLEAN, (context, in, row) -> 0L));
    binders.put(ScalarFunction.HAS_PRIVILEGE, SystemFunctions::mayDoAll);
    binders.put(ScalarFunction.CURRENT_SCHEMAS, SystemFunctions::schemas);
  }

  /** Everybody may do everything. */
  private static Expression mayDoAll(@Nullable ColumnType type, List<Expression> operands) {
    return new RowCall(
        "has_privilege",
        ColumnType.of(BOOLEAN),
        operands,
        context -> (in, row, out) -> out.setObject(row, 1L));
  }

  private static Expression schemas(@Nullable ColumnType type, List<Expression> operands) {
    ColumnType element = ColumnType.of(TEXT);
    return new RowCall(
        "current_schemas",
        ColumnType.array(element),
        operands,
        context -> {
          CatalogTexts catalog = context.session().offered(CatalogTexts.class);
          return (in, row, out) -> {
            List<byte[]> names =
                catalog.schemas(in.getLong(0, row) != 0).stream()
                    .map(SystemFunctions::text)
                    .toList();
            setBytes(out, row, ArrayValue.write(element, names));
          };
        });
  }

  private static void setBytes(Vector out, int row, byte[] bytes) {
    ((BytesVector) out).set(row, bytes, 0, bytes.length);
  }

  private static byte[] sleep(EvaluationContext context, double seconds) {
    long end = System.nanoTime() + (long) (Math.max(0, seconds) * 1e9);
    try {
      for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
        context.checkCanceled();
        Thread.sleep(Math.min(SLEEP_MILLIS, left / 1_000_000 + 1));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SqlError("57014", "canceling statement: its thread was interrupted", e);
    }
    return text("");
  }

  // ------------------------------------------------------------------ types

  private static void registerTypes(Map<ScalarFunction, Binder> binders) {
    List<Overloads> unused =
        List.of(
            add(
                binders,
                ScalarFunction.CHAR_MAX_LENGTH,
                INT32,
                (context, in, row) ->
                    isOneOf(in.getLong(0, row), 1042, 1043) ? modifier(in, row) : null,
                INT64,
                INT32),
            add(
                binders,
                ScalarFunction.NUMERIC_PRECISION,
                INT32,
                (context, in, row) -> precision(in, row),
                INT64,
                INT32),
            add(
                binders,
                ScalarFunction.DATETIME_PRECISION,
                INT32,
                (context, in, row) -> datetimePrecision(in, row),
                INT64,
                INT32),
            add(
                binders,
                ScalarFunction.NUMERIC_SCALE,
                INT32,
                (context, in, row) -> scale(in, row),
                INT64,
                INT32));
  }

  private static boolean isOneOf(long oid, long... others) {
    for (long other : others) {
      if (oid == other) {
        return true;
      }
    }
    return false;
  }

  private static @Nullable Long modifier(Arguments in, int row) {
    long modifier = in.getLong(1, row);
    return modifier == NO_MODIFIER ? null : modifier - HEADER;
  }

  private static @Nullable Long precision(Arguments in, int row) {
    Long modifier = modifier(in, row);
    return switch ((int) in.getLong(0, row)) {
      case 21 -> 16L;
      case 23 -> 32L;
      case 20 -> 64L;
      case 700 -> 24L;
      case 701 -> 53L;
      case 1700 -> modifier == null ? null : (Long) ((modifier >> 16) & 0xFFFF);
      default -> null;
    };
  }

  private static @Nullable Long scale(Arguments in, int row) {
    Long modifier = modifier(in, row);
    return switch ((int) in.getLong(0, row)) {
      case 20, 21, 23 -> 0L;
      case 1700 -> modifier == null ? null : (Long) (modifier & 0xFFFF);
      default -> null;
    };
  }

  private static @Nullable Long datetimePrecision(Arguments in, int row) {
    long modifier = in.getLong(1, row);
    return switch ((int) in.getLong(0, row)) {
      case 1082 -> 0L;
      case 1083, 1114, 1184 -> modifier == NO_MODIFIER ? 6 : modifier;
      case 1186 -> 6L;
      default -> null;
    };
  }

  // ------------------------------------------------------------------ locks

  private static void registerLocks(Map<ScalarFunction, Binder> binders) {
    lock(
        binders,
        ScalarFunction.PG_ADVISORY_LOCK,
        TEXT,
        (context, key) -> {
          boolean unused = context.session().lock(key, false, true, context::checkCanceled);
          return text("");
        });
    lock(
        binders,
        ScalarFunction.PG_ADVISORY_XACT_LOCK,
        TEXT,
        (context, key) -> {
          boolean unused = context.session().lock(key, true, true, context::checkCanceled);
          return text("");
        });
    lock(
        binders,
        ScalarFunction.PG_TRY_ADVISORY_XACT_LOCK,
        BOOLEAN,
        (context, key) -> context.session().lock(key, true, false, () -> {}) ? 1L : 0L);
    lock(
        binders,
        ScalarFunction.PG_TRY_ADVISORY_LOCK,
        BOOLEAN,
        (context, key) -> context.session().lock(key, false, false, () -> {}) ? 1L : 0L);
    lock(
        binders,
        ScalarFunction.PG_ADVISORY_UNLOCK,
        BOOLEAN,
        (context, key) -> context.session().unlock(key) ? 1L : 0L);
    act(binders, ScalarFunction.PG_ADVISORY_UNLOCK_ALL, SessionAccess::unlockAll);
    act(binders, ScalarFunction.PG_STAT_STATEMENTS_RESET, SessionAccess::resetStatementStatistics);
  }

  /** A function without operands that is called for what it does. */
  private static void act(
      Map<ScalarFunction, Binder> binders, ScalarFunction function, Consumer<SessionAccess> deed) {
    Overloads unused =
        add(
            binders,
            function,
            TEXT,
            (context, in, row) -> {
              deed.accept(context.session());
              return text("");
            });
  }

  /** What is done with the lock on a number. */
  @FunctionalInterface
  private interface OfKey {
    Object with(EvaluationContext context, long key);
  }

  /** One number, or two that make one. */
  private static void lock(
      Map<ScalarFunction, Binder> binders,
      ScalarFunction function,
      ColumnKind result,
      OfKey ofKey) {
    List<Overloads> unused =
        List.of(
            add(
                binders,
                function,
                result,
                (context, in, row) -> ofKey.with(context, in.getLong(0, row)),
                INT64),
            add(
                binders,
                function,
                result,
                (context, in, row) ->
                    ofKey.with(
                        context, (in.getLong(0, row) << 32) | (in.getLong(1, row) & 0xFFFFFFFFL)),
                INT32,
                INT32));
  }
}
