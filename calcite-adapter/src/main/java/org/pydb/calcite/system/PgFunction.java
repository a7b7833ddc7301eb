package org.pydb.calcite.system;

import static java.util.Objects.requireNonNull;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.pydb.calcite.api.FunctionInfo;
import org.pydb.calcite.api.JavaFunction;
import org.pydb.engine.catalog.Catalog;

/**
 * A function as PostgreSQL's catalog has it, one for each list of types that it takes.
 *
 * <p>Those of SQL stand in {@code functions.txt}, a line each: number, kind, name, type of the
 * result, types of the arguments. It holds what PostgreSQL has and pydb takes; a test calls each,
 * and writes the file. Those that applications bring in Java are in the schema {@code public}.
 *
 * @param kind a letter: {@code f} for one that gives a value, {@code s} for one that gives rows,
 *     {@code a} for an aggregate, {@code o} for one of ordered rows, {@code w} for windows
 */
record PgFunction(
    long oid, String schema, char kind, String name, PgType result, List<PgType> arguments) {

  private static final class BuiltIn {
    static final List<PgFunction> ALL = read();

    private static List<PgFunction> read() {
      try (BufferedReader lines =
          new BufferedReader(
              new InputStreamReader(
                  requireNonNull(PgFunction.class.getResourceAsStream("functions.txt")),
                  StandardCharsets.UTF_8))) {
        return lines.lines().map(BuiltIn::function).toList();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static PgFunction function(String line) {
      String[] words = line.split(" ", -1);
      return new PgFunction(
          Long.parseLong(words[0]),
          SystemTables.PG_CATALOG,
          words[1].charAt(0),
          words[2],
          PgType.get(words[3]),
          Arrays.stream(words).skip(4).map(PgType::get).toList());
    }
  }

  /** All of them: SQL's, and those in Java. */
  static List<PgFunction> all(Collection<JavaFunction> inJava) {
    List<PgFunction> all = new ArrayList<>(BuiltIn.ALL);
    for (JavaFunction function : inJava) {
      all.add(of(function));
    }
    return all;
  }

  private static PgFunction of(JavaFunction function) {
    return new PgFunction(
        Oids.function(function.signature()),
        Catalog.DEFAULT_SCHEMA,
        function instanceof JavaFunction.Aggregate ? 'a' : 'f',
        function.name(),
        PgType.of(function.result().columnType()),
        function.parameters().stream().map(type -> PgType.of(type.columnType())).toList());
  }

  boolean givesRows() {
    return kind == 's';
  }

  boolean isAggregate() {
    return kind == 'a' || kind == 'o';
  }

  /** As {@code prokind} of {@code pg_proc} tells it. */
  String kindLetter() {
    return givesRows() ? "f" : isAggregate() ? "a" : String.valueOf(kind);
  }

  /** For metadata. */
  FunctionInfo info() {
    return new FunctionInfo(
        schema,
        name,
        name + "_" + oid,
        givesRows(),
        type(result),
        arguments.stream().map(PgFunction::type).toList());
  }

  private static FunctionInfo.Type type(PgType type) {
    return new FunctionInfo.Type(type.name(), type.columnType());
  }

  /** The numbers of what it takes. */
  List<Long> argumentOids() {
    return arguments.stream().map(PgType::oid).toList();
  }
}
