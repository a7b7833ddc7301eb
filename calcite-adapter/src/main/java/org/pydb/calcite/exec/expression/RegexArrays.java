package org.pydb.calcite.exec.expression;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.pydb.calcite.exec.expression.ArrayCalls.TEXT;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.api.SqlError;
import org.pydb.calcite.exec.regex.RegexMatches;
import org.pydb.calcite.exec.regex.RegexOptions;
import org.pydb.calcite.exec.regex.RegexSplit;
import org.pydb.calcite.exec.regex.RegularExpression;
import org.pydb.engine.schema.ColumnType;

/** Registers the functions that give arrays of what regular expressions find. Stateless. */
final class RegexArrays {

  private RegexArrays() {}

  static void register(Map<ScalarFunction, Binder> binders) {
    binders.put(
        ScalarFunction.REGEXP_MATCH,
        (type, in) -> call("regexp_match", RegexArrays::match, type, in));
    binders.put(
        ScalarFunction.REGEXP_SPLIT_TO_ARRAY,
        (type, in) -> call("regexp_split_to_array", RegexArrays::split, type, in));
  }

  /** Finds parts of a text; null if there is no match. */
  @FunctionalInterface
  private interface Finder {
    @Nullable List<@Nullable String> find(String text, RegularExpression regex, Runnable check);
  }

  private static @Nullable Expression call(
      String name, Finder finder, @Nullable ColumnType type, List<Expression> operands) {
    if (operands.size() < 2 || operands.size() > 3) {
      return null;
    }
    Expression call =
        new RowCall(
            name,
            ColumnType.array(TEXT),
            operands,
            context ->
                (in, row, out) -> {
                  String letters = in.count() > 2 ? in.getString(2, row) : "";
                  RegexOptions options = RegexOptions.of(letters);
                  if (options.global()) {
                    throw new SqlError("22023", name + "() does not support the \"global\" option");
                  }
                  RegularExpression regex = RegularExpression.of(in.getString(1, row), options);
                  List<@Nullable String> found =
                      finder.find(in.getString(0, row), regex, context::checkCanceled);
                  if (found == null) {
                    out.setNull(row);
                  } else {
                    ArrayCalls.set(out, row, TEXT, bytes(found));
                  }
                });
    return Casts.result(ConstantFolding.fold(call), type);
  }

  private static @Nullable List<@Nullable String> match(
      String text, RegularExpression regex, Runnable check) {
    return new RegexMatches(text, regex, check).next();
  }

  private static List<@Nullable String> split(
      String text, RegularExpression regex, Runnable check) {
    RegexSplit split = new RegexSplit(text, regex, check);
    List<@Nullable String> parts = new ArrayList<>();
    while (split.hasNext()) {
      parts.add(split.next());
    }
    return parts;
  }

  private static List<byte @Nullable []> bytes(List<@Nullable String> texts) {
    List<byte @Nullable []> bytes = new ArrayList<>();
    for (String text : texts) {
      bytes.add(text == null ? null : text.getBytes(UTF_8));
    }
    return bytes;
  }
}
