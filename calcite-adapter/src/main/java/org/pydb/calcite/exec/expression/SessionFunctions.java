package org.pydb.calcite.exec.expression;

import static org.pydb.engine.schema.ColumnKind.BOOLEAN;
import static org.pydb.engine.schema.ColumnKind.INT32;
import static org.pydb.engine.schema.ColumnKind.INT64;
import static org.pydb.engine.schema.ColumnKind.TEXT;
import static org.pydb.engine.schema.ColumnKind.TIMESTAMP_TZ;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.pydb.calcite.api.ProductVersion;
import org.pydb.calcite.exec.vector.BytesVector;
import org.pydb.calcite.exec.vector.LongVector;
import org.pydb.engine.schema.ColumnKind;

/** Registers the functions that ask the session: those of sequences, mostly. Stateless. */
final class SessionFunctions {

  private SessionFunctions() {}

  static void register(Map<ScalarFunction, Binder> binders) {
    Overloads.of(ScalarFunction.NEXTVAL, binders)
        .formPerExecution(
            INT64,
            context -> asking(context, (on, name, in, row) -> on.next(name.of(in.bytes(0), row))),
            TEXT);
    Overloads.of(ScalarFunction.NEXT_OF_SEQUENCE, binders)
        .formPerExecution(
            INT64,
            context -> asking(context, (on, name, in, row) -> on.next(in.getInt(0, row))),
            INT32);
    Overloads.of(ScalarFunction.CURRVAL, binders)
        .formPerExecution(
            INT64,
            context ->
                asking(context, (on, name, in, row) -> on.current(name.of(in.bytes(0), row))),
            TEXT);
    Overloads.of(ScalarFunction.LASTVAL, binders)
        .formPerExecution(INT64, context -> asking(context, (on, name, in, row) -> on.last()));
    Overloads.of(ScalarFunction.SETVAL, binders)
        .formPerExecution(
            INT64,
            context ->
                asking(
                    context,
                    (on, name, in, row) ->
                        on.set(name.of(in.bytes(0), row), in.getLong(1, row), true)),
            TEXT,
            INT64)
        .formPerExecution(
            INT64,
            context ->
                asking(
                    context,
                    (on, name, in, row) ->
                        on.set(
                            name.of(in.bytes(0), row),
                            in.getLong(1, row),
                            in.getLong(2, row) != 0)),
            TEXT,
            INT64,
            BOOLEAN);
    registerNumbered(binders);
    Overloads.of(ScalarFunction.CURRENT_SCHEMA, binders)
        .formPerExecution(
            TEXT,
            context -> {
              SessionAccess session = context.session();
              return (in, row, out) -> TextResult.set(out, row, session.currentSchema());
            });
    registerFacts(binders);
  }

  /** The same with the number of a sequence: {@code nextval('name'::regclass)}. */
  private static void registerNumbered(Map<ScalarFunction, Binder> binders) {
    numbered(binders, ScalarFunction.NEXTVAL, (on, name, in, row) -> on.next(name), INT64);
    numbered(binders, ScalarFunction.CURRVAL, (on, name, in, row) -> on.current(name), INT64);
    numbered(
        binders,
        ScalarFunction.SETVAL,
        (on, name, in, row) -> on.set(name, in.getLong(1, row), true),
        INT64,
        INT64);
    numbered(
        binders,
        ScalarFunction.SETVAL,
        (on, name, in, row) -> on.set(name, in.getLong(1, row), in.getLong(2, row) != 0),
        INT64,
        INT64,
        BOOLEAN);
  }

  /** Asks a session for a number of a sequence. */
  @FunctionalInterface
  private interface OfSequence {
    long ask(SessionAccess session, String name, Arguments in, int row);
  }

  private static void numbered(
      Map<ScalarFunction, Binder> binders,
      ScalarFunction function,
      OfSequence question,
      ColumnKind... parameters) {
    Overloads known = (Overloads) Objects.requireNonNull(binders.get(function));
    Overloads unused =
        known.formPerExecution(
            INT64,
            context -> {
              SessionAccess session = context.session();
              CatalogTexts catalog = session.offered(CatalogTexts.class);
              return (in, row, out) -> {
                String name = String.valueOf(catalog.name(in.getLong(0, row)));
                ((LongVector) out).set(row, question.ask(session, name, in, row));
              };
            },
            parameters);
  }

  private static void registerFacts(Map<ScalarFunction, Binder> binders) {
    text(binders, ScalarFunction.CURRENT_USER, SessionAccess::user);
    text(binders, ScalarFunction.CURRENT_DATABASE, SessionAccess::database);
    Overloads.of(ScalarFunction.VERSION, binders)
        .form(TEXT, (in, row, out) -> TextResult.set(out, row, ProductVersion.DESCRIPTION));
    Overloads.of(ScalarFunction.CURRENT_SETTING, binders)
        .formPerExecution(
            TEXT,
            context -> {
              SessionAccess session = context.session();
              return (in, row, out) ->
                  TextResult.set(out, row, session.setting(string(in, 0, row), false));
            },
            TEXT)
        .formPerExecution(
            TEXT,
            context -> {
              SessionAccess session = context.session();
              return (in, row, out) ->
                  TextResult.set(
                      out, row, session.setting(string(in, 0, row), in.getLong(1, row) != 0));
            },
            TEXT,
            BOOLEAN);
    Overloads.of(ScalarFunction.SET_CONFIG, binders)
        .formPerExecution(
            TEXT,
            context -> {
              SessionAccess session = context.session();
              return (in, row, out) ->
                  TextResult.set(
                      out,
                      row,
                      session.configure(
                          string(in, 0, row), string(in, 1, row), in.getLong(2, row) != 0));
            },
            TEXT,
            TEXT,
            BOOLEAN);
    Overloads.of(ScalarFunction.CLOCK_TIMESTAMP, binders)
        .formPerExecution(
            TIMESTAMP_TZ,
            context -> {
              SessionAccess session = context.session();
              return (in, row, out) -> ((LongVector) out).set(row, session.clockMicros());
            });
  }

  private static void text(
      Map<ScalarFunction, Binder> binders,
      ScalarFunction function,
      Function<SessionAccess, String> fact) {
    Overloads.of(function, binders)
        .formPerExecution(
            TEXT,
            context -> {
              SessionAccess session = context.session();
              return (in, row, out) -> TextResult.set(out, row, fact.apply(session));
            });
  }

  private static String string(Arguments in, int operand, int row) {
    BytesVector vector = in.bytes(operand);
    return new String(
        vector.array(row), vector.start(row), vector.length(row), StandardCharsets.UTF_8);
  }

  /** Asks a session for a number. */
  @FunctionalInterface
  private interface Question {
    long ask(SessionAccess session, Name name, Arguments in, int row);
  }

  private static RowFunction asking(EvaluationContext context, Question question) {
    SessionAccess session = context.session();
    Name name = new Name();
    return (in, row, out) -> ((LongVector) out).set(row, question.ask(session, name, in, row));
  }

  /** A name that is mostly the one of the row before. */
  private static final class Name {
    private byte[] bytes = {};
    private String text = "";

    String of(BytesVector vector, int row) {
      byte[] array = vector.array(row);
      int from = vector.start(row);
      int to = from + vector.length(row);
      if (!Arrays.equals(array, from, to, bytes, 0, bytes.length)) {
        bytes = Arrays.copyOfRange(array, from, to);
        text = new String(bytes, StandardCharsets.UTF_8);
      }
      return text;
    }
  }
}
